/** Shorter ones stand in every text by chance. */
const LONGEST_HARMLESS = 6;
/** They say what a body is, and nothing that anybody would hide. */
const OPEN_HEADERS = new Set(['accept', 'content-type', 'user-agent']);

/**
 * A server's words about a request that it refused, without what was sent in the request's headers: some
 * servers and proxies repeat them, and words are kept in results.
 */
export function withoutSentSecrets(
  words: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  return Object.entries(headers)
    .filter(([name]) => !OPEN_HEADERS.has(name.toLowerCase()))
    .flatMap(([, value]) => value.split(/\s+/))
    .filter((secret) => secret.length > LONGEST_HARMLESS)
    .reduce((text, secret) => text.replaceAll(secret, '(hidden)'), words);
}
