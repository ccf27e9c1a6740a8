import { Buffer } from 'node:buffer';

export interface PlainAnswer {
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: Record<string, unknown> & unknown[];
}

export const ADMIN = `Basic ${Buffer.from('admin:admin').toString('base64')}`;

/** One call by hand: "POST /api/annotations". `authorization` null: nobody is logged in. */
export async function askGrafana(
  baseUrl: string,
  what: string,
  body?: unknown,
  authorization: string | null = ADMIN,
): Promise<PlainAnswer> {
  const [method = 'GET', path = '/'] = what.split(' ');
  const answer = await fetch(baseUrl + path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(authorization !== null && { authorization }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

/** The Authorization of a new token of a service account of this role. */
export async function tokenOf(baseUrl: string, role: string, secondsToLive = 60): Promise<string> {
  const account = await askGrafana(baseUrl, 'POST /api/serviceaccounts', {
    name: `as-${role}-${secondsToLive}`,
    role,
  });
  const made = await askGrafana(baseUrl, `POST /api/serviceaccounts/${account.body.id}/tokens`, {
    name: 'key',
    secondsToLive,
  });
  return `Bearer ${made.body.key}`;
}
