import type { Octokit } from '@octokit/core';
import { ForgeRefusal } from '../forge.ts';

const FIRST_REDIRECT = 300;

/**
 * Keeps a client, and the token that it sends along, at the server it was made for: a list's next page may
 * be named at any address, and a redirect taken for an answer would look like a call that was carried out.
 */
export function refuseDetours(
  { hook }: Pick<Octokit, 'hook'>,
  apiUrl: string,
  token: string,
): void {
  const { origin } = new URL(apiUrl);
  hook.before('request', ({ url }) => {
    const elsewhere = URL.canParse(url) ? new URL(url).origin : origin;
    if (elsewhere === origin) return;
    const words = `GitHub at ${origin} names its next page at ${elsewhere}; nothing was sent there`;
    throw new ForgeRefusal('refused', words, token);
  });
  hook.after('request', ({ status }) => {
    if (status < FIRST_REDIRECT) return;
    const words = `GitHub says that it is elsewhere (${status}); have the repository or its server a new name?`;
    throw new ForgeRefusal('refused', words, token);
  });
}
