/** Tokens for Prometheus, Grafana and others are no business of a server. */
const OWN_SECRET = /^INFERBENCH_.*(TOKEN|PASSWORD|SECRET)/;

/** What a server inherits: all but the tool's own tokens. */
export function inheritedEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !OWN_SECRET.test(entry[0]),
    ),
  );
}
