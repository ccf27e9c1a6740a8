import { randomBytes } from 'node:crypto';
import { isAtLeast } from './caller.ts';
import type { GrafanaState, ServiceAccount, Token } from './grafana-state.ts';
import { errorWithId, Refusal } from './refusal.ts';
import { type Call, jsonBody, ok, type Route, textField, wholeField } from './route.ts';
import type { Role } from './settings.ts';

const ROLES: readonly Role[] = ['None', 'Viewer', 'Editor', 'Admin'];
const SECONDS_PER_DAY = 86_400;

/** §1.2: service accounts and their tokens. */
export const SERVICE_ACCOUNT_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/serviceaccounts', needs: 'Admin', run: create },
  { method: 'GET', path: '/api/serviceaccounts/search', needs: 'Admin', run: search },
  { method: 'GET', path: '/api/serviceaccounts/:id', needs: 'Admin', run: show },
  { method: 'DELETE', path: '/api/serviceaccounts/:id', needs: 'Admin', run: remove },
  { method: 'POST', path: '/api/serviceaccounts/:id/tokens', needs: 'Admin', run: createToken },
  { method: 'GET', path: '/api/serviceaccounts/:id/tokens', needs: 'Admin', run: listTokens },
  {
    method: 'DELETE',
    path: '/api/serviceaccounts/:id/tokens/:tokenId',
    needs: 'Admin',
    run: deleteToken,
  },
];

function create(call: Call) {
  const { state } = call;
  const body = jsonBody(call);
  const name = textField(body, 'name');
  const role = textField(body, 'role') || 'Viewer';
  if (name === '') throw new Refusal(400, 'bad request data');
  if (!ROLES.includes(role as Role)) throw new Refusal(400, 'Invalid role value');
  if (!isAtLeast(call.role, role as Role)) {
    throw new Refusal(403, "can not assign a role higher than user's role");
  }
  if (state.serviceAccounts.some((account) => account.name === name)) {
    throw errorWithId(400, 'serviceaccounts.ErrAlreadyExists', 'service account already exists');
  }
  const id = state.nextId();
  const account: ServiceAccount = {
    ...{ id, uid: `sa${id}uid`, name, role: role as Role },
    ...{ isDisabled: body.isDisabled === true, tokens: [] },
  };
  state.serviceAccounts.push(account);
  return { status: 201, body: shown(account, state) };
}

function shown(account: ServiceAccount, state: GrafanaState) {
  const { id, uid, name, role, isDisabled, tokens } = account;
  return {
    id,
    ...(state.quirks.serviceAccountUids && { uid }),
    ...{ name, login: `sa-1-${name}`, orgId: 1, isDisabled, role, tokens: tokens.length },
    ...{ avatarUrl: '', accessControl: {}, teams: [] },
  };
}

function search({ state, query }: Call) {
  const perPage = Number(query.get('perpage') ?? 1000);
  const page = Number(query.get('page') ?? 1);
  const found = state.serviceAccounts.filter(({ name }) =>
    name.toLowerCase().includes((query.get('query') ?? '').toLowerCase()),
  );
  const serviceAccounts = found
    .slice((page - 1) * perPage, page * perPage)
    .map((account) => shown(account, state));
  return ok({ totalCount: found.length, serviceAccounts, page, perPage });
}

function accountOf({ params, state }: Call): ServiceAccount {
  const byUid = state.quirks.serviceAccountUids;
  const account = state.serviceAccounts.find(
    ({ id, uid }) => String(id) === params.id || (byUid && uid === params.id),
  );
  if (account) return account;
  throw errorWithId(404, 'serviceaccounts.ErrNotFound', 'service account not found');
}

function show(call: Call) {
  return ok(shown(accountOf(call), call.state));
}

function remove(call: Call) {
  const account = accountOf(call);
  call.state.serviceAccounts.splice(call.state.serviceAccounts.indexOf(account), 1);
  return ok({ message: 'Service account deleted' });
}

function createToken(call: Call) {
  const { state } = call;
  const account = accountOf(call);
  const body = jsonBody(call);
  const name = textField(body, 'name');
  const seconds = wholeField(body, 'secondsToLive');
  if (name === '') throw new Refusal(400, 'bad request data');
  checkSeconds(seconds, state);
  if (account.tokens.some((token) => token.name === name)) {
    const message = 'service account token with given name already exists in the organization';
    throw errorWithId(400, 'serviceaccounts.ErrTokenAlreadyExists', message);
  }
  const token: Token = {
    id: state.nextId(),
    name,
    key: `glsa_${randomBytes(16).toString('hex')}_${randomBytes(4).toString('hex')}`,
    created: state.now(),
    expires: seconds === 0 ? null : state.now() + seconds * 1000,
  };
  account.tokens.push(token);
  return ok({ id: token.id, name, key: token.key });
}

function checkSeconds(seconds: number, { settings }: GrafanaState): void {
  const { maxTokenSeconds, tokenDayLimit } = settings;
  if (seconds < 0) throw new Refusal(400, 'invalid SecondsToLive value');
  if (maxTokenSeconds !== -1) {
    if (seconds === 0) {
      throw new Refusal(400, 'Number of seconds before expiration should be set');
    }
    if (seconds > maxTokenSeconds) {
      throw new Refusal(
        400,
        'Number of seconds before expiration is greater than the global limit',
      );
    }
  }
  const isOverDays = seconds === 0 || seconds > tokenDayLimit * SECONDS_PER_DAY;
  if (tokenDayLimit !== -1 && isOverDays) {
    throw new Refusal(
      400,
      'The expiration date input exceeds the limit for service account tokens',
    );
  }
}

function listTokens(call: Call) {
  const now = call.state.now();
  const tokens = accountOf(call).tokens.map(({ id, name, created, expires }) => ({
    ...{ id, name, created: new Date(created).toISOString(), lastUsedAt: null },
    expiration: expires === null ? null : new Date(expires).toISOString(),
    secondsUntilExpiration: expires === null ? 0 : Math.max(0, (expires - now) / 1000),
    ...{ hasExpired: expires !== null && expires <= now, isRevoked: false },
  }));
  return ok(tokens);
}

function deleteToken(call: Call) {
  const { tokens } = accountOf(call);
  const index = tokens.findIndex(({ id }) => String(id) === call.params.tokenId);
  if (index === -1) {
    throw errorWithId(404, 'serviceaccounts.ErrTokenNotFound', 'service account token not found');
  }
  tokens.splice(index, 1);
  return ok({ message: 'Service account token deleted' });
}
