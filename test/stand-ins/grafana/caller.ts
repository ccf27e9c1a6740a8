import { Buffer } from 'node:buffer';
import type { GrafanaState } from './grafana-state.ts';
import { errorWithId, Refusal } from './refusal.ts';
import type { Role } from './settings.ts';

const RANK: Readonly<Record<Role, number>> = { None: 0, Viewer: 1, Editor: 2, Admin: 3 };

export function isAtLeast(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}

/** Who asks, by the Authorization header; null for somebody who did not log in. */
export function callerOf(header: string | undefined, state: GrafanaState): Role | null {
  if (header === undefined) return state.settings.anonymousRole;
  const [scheme = '', secret = ''] = header.split(' ');
  if (scheme === 'Bearer') return roleOfToken(secret, state);
  if (scheme !== 'Basic') throw new Refusal(401, 'Unauthorized');
  const isAdmin =
    Buffer.from(secret, 'base64').toString() === `admin:${state.settings.adminPassword}`;
  if (isAdmin) return 'Admin';
  throw errorWithId(401, 'password-auth.failed', 'Invalid username or password');
}

function roleOfToken(key: string, state: GrafanaState): Role {
  for (const account of state.serviceAccounts) {
    const token = account.tokens.find((one) => one.key === key);
    if (!token) continue;
    if (account.isDisabled) throw new Refusal(401, 'Unauthorized');
    if (token.expires !== null && token.expires <= state.now()) {
      throw errorWithId(401, 'api-key.expired', 'Expired API key');
    }
    return account.role;
  }
  throw errorWithId(401, 'api-key.invalid', 'Invalid API key');
}
