import { z } from 'zod';
import type { Grafana } from './grafana.ts';

/** A token of ours; `key` is shown once, by the call that makes it. */
export interface GrafanaToken {
  readonly accountId: number;
  readonly tokenId: number;
  readonly key: string;
  readonly expiresAtEpochMs: number;
}

const withId = z.object({ id: z.int() });
const found = z.object({
  serviceAccounts: z.array(z.object({ id: z.int(), name: z.string() })).default([]),
});
const tokens = z.array(
  z.object({ id: z.int(), name: z.string(), hasExpired: z.boolean().default(false) }),
);
const PATH = '/api/serviceaccounts';

/**
 * The id of the service account of this very name; made where there is none. null where whoever asks may
 * neither see nor make one.
 */
export async function ensureServiceAccount(
  grafana: Grafana,
  name: string,
  role: 'Editor' | 'Admin',
): Promise<number | null> {
  const known = await accountNamed(grafana, name);
  if (known !== undefined) return known;
  const purpose = 'make a service account';
  const answer = await grafana.ask({ method: 'POST', path: PATH, purpose, body: { name, role } });
  if (answer.status === 403) return null;
  // Somebody else was quicker: Grafana answers 400 where the name is taken, not 409.
  const other = answer.status === 400 ? await accountNamed(grafana, name) : undefined;
  return other ?? answer.read(withId).id;
}

async function accountNamed(grafana: Grafana, name: string): Promise<number | null | undefined> {
  const query = new URLSearchParams({ query: name, perpage: '1000', page: '1' });
  const answer = await grafana.ask({
    ...{ method: 'GET', path: `${PATH}/search?${query}`, purpose: 'list service accounts' },
  });
  if (answer.status === 403) return null;
  // The search finds parts of names too.
  return answer.read(found).serviceAccounts.find((account) => account.name === name)?.id;
}

/** Makes a token and takes away those of the account that have expired. */
export async function createToken(
  grafana: Grafana,
  accountId: number,
  wanted: { readonly name: string; readonly secondsToLive: number; readonly nowEpochMs: number },
): Promise<GrafanaToken> {
  await deleteExpired(grafana, accountId);
  const { name, secondsToLive, nowEpochMs } = wanted;
  const answer = await grafana.ask({
    ...{ method: 'POST', path: `${PATH}/${accountId}/tokens`, purpose: 'make a token' },
    body: { name, secondsToLive },
  });
  const { id, key } = answer.read(z.object({ id: z.int(), key: z.string().min(1) }));
  return { accountId, tokenId: id, key, expiresAtEpochMs: nowEpochMs + secondsToLive * 1000 };
}

async function deleteExpired(grafana: Grafana, accountId: number): Promise<void> {
  const path = `${PATH}/${accountId}/tokens`;
  const answer = await grafana.ask({ method: 'GET', path, purpose: 'list tokens' });
  for (const { id, hasExpired } of answer.read(tokens)) {
    if (hasExpired) await deleteToken(grafana, { accountId, tokenId: id });
  }
}

/** Fine where it is gone already. */
export async function deleteToken(
  grafana: Grafana,
  { accountId, tokenId }: Pick<GrafanaToken, 'accountId' | 'tokenId'>,
): Promise<void> {
  const path = `${PATH}/${accountId}/tokens/${tokenId}`;
  const answer = await grafana.ask({ method: 'DELETE', path, purpose: 'delete a token' });
  if (answer.status !== 404) answer.read(z.unknown());
}
