import type { IncomingMessage, RequestListener } from 'node:http';

/** One call as it came in: the path below /api/v1/, its form or search, and its token. */
export interface PrometheusCall {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly body: string;
}

const FORM = 'application/x-www-form-urlencoded';
/** Its own parameters, which Prometheus reads over. */
const VICTORIA_METRICS = ['nocache', 'latency_offset'];
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  query: ['query', 'time', ...VICTORIA_METRICS],
  query_range: ['query', 'start', 'end', 'step', ...VICTORIA_METRICS],
};

/**
 * Prometheus' side of the contract, strictly: queries come as POST forms with the parameters it knows,
 * targets by GET; what is wrong is refused with the words of a real one. `prefix`: the path it is
 * served under.
 */
export function prometheusStandIn(
  reply: (call: PrometheusCall) => Reply,
  prefix = '',
): { readonly listener: RequestListener; readonly calls: PrometheusCall[] } {
  const calls: PrometheusCall[] = [];
  const listener: RequestListener = async (request, response) => {
    const call = callOf(request, await bodyOf(request), `${prefix}/api/v1/`);
    if ('path' in call) calls.push(call);
    const { status = 200, body } = 'path' in call ? reply(call) : call;
    response.writeHead(status).end(body);
  };
  return { listener, calls };
}

/** The call, or the refusal of what is none. */
function callOf(request: IncomingMessage, text: string, root: string): PrometheusCall | Reply {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://stand-in');
  if (!pathname.startsWith(root)) return { status: 404, body: '404 page not found' };
  const path = pathname.slice(root.length);
  const known = PARAMETERS[path];
  const authorization = request.headers.authorization;
  if (request.method !== (known ? 'POST' : 'GET')) {
    return { status: 405, body: 'Method Not Allowed' };
  }
  if (!known) return { path, form: Object.fromEntries(searchParams), authorization };
  if (request.headers['content-type'] !== FORM) return badData('no form');
  const form = Object.fromEntries(new URLSearchParams(text));
  const strange = Object.keys(form).find((key) => !known.includes(key));
  return strange === undefined
    ? { path, form, authorization }
    : badData(`unknown parameter "${strange}"`);
}

export function badData(error: string): Reply {
  return { status: 400, body: JSON.stringify({ status: 'error', errorType: 'bad_data', error }) };
}

export function found(resultType: string, result: unknown, more: object = {}): Reply {
  return { body: JSON.stringify({ status: 'success', data: { resultType, result }, ...more }) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
