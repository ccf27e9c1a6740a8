import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { BenchError } from '../../contract/bench-error.ts';
import { type HttpMethod, httpText } from '../http-text.ts';
import { shownText, shownUrl } from '../shown.ts';

/** How one asks a Grafana; never shown and never kept in a result. */
export type GrafanaCredentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'none' };

/** One call of Grafana's HTTP API. */
export interface GrafanaCall {
  readonly method: HttpMethod;
  /** From the base URL on: /api/health */
  readonly path: string;
  /** For error texts, after "refuses to": "save a dashboard". */
  readonly purpose: string;
  readonly body?: unknown;
  /** Limit of the whole call where the ordinary one is too short. */
  readonly timeoutMs?: number;
  /** Parts of the path that must not be shown. */
  readonly secrets?: readonly string[];
}

/** What Grafana answered: any status is one. */
export interface GrafanaAnswer {
  readonly status: number;
  /** Grafana's own words where it refuses, fit to be shown. */
  readonly words: string;
  /** The body of a 2xx answer. @throws BenchError 'grafana-refused' for another status or shape */
  read<T extends z.ZodType>(schema: T): z.output<T>;
  /** An error for a status that nobody can go on with. */
  refusal(): BenchError;
}

/** A Grafana that can be asked. */
export interface Grafana {
  /** http://host:port, perhaps with a path; no slash at the end, no credentials. */
  readonly baseUrl: string;
  /** What calls are made with where somebody else makes them: the way through the data-source proxy. */
  readonly headers: Readonly<Record<string, string>>;
  /** @throws BenchError 'server-unreachable' when no answer comes */
  ask(call: GrafanaCall): Promise<GrafanaAnswer>;
}

/** A Grafana that answers slower would hold up a run that is over. */
const TIMEOUT_MS = 5000;
const refusalBody = z.object({ message: z.string() });

/** Nothing is sent yet. `baseUrl` is where its pages are opened, without /api. */
export function connectGrafana(address: string, credentials: GrafanaCredentials): Grafana {
  const baseUrl = address.replace(/\/+$/, '');
  const headers = authorization(credentials);

  async function ask(call: GrafanaCall): Promise<GrafanaAnswer> {
    const { method, path, body, purpose, timeoutMs = TIMEOUT_MS, secrets = [] } = call;
    const scrub = (text: string) => withoutAny(text, [...secretsOf(credentials), ...secrets]);
    const hasBody = body !== undefined;
    const answer = await httpText(
      method,
      baseUrl + path,
      {
        timeoutMs,
        headers: { ...headers, ...(hasBody && { 'content-type': 'application/json' }) },
      },
      hasBody ? JSON.stringify(body) : undefined,
    ).catch((error: unknown) => {
      throw error instanceof BenchError ? scrubbed(error, scrub) : error;
    });
    const { status } = answer;
    const json = jsonOf(answer.body);
    const words = scrub(wordsOf(json, answer.body));
    const fail = (what: string) =>
      new BenchError('grafana-refused', `Grafana at ${shownUrl(baseUrl)} ${what}`, {
        hint: hintFor(status),
      });
    const refusal = () => fail(`refuses to ${purpose}: ${status}${words && `: ${words}`}`);
    return {
      status,
      words,
      refusal,
      read(schema) {
        if (status < 200 || status > 299) throw refusal();
        const parsed = schema.safeParse(json);
        if (parsed.success) return parsed.data;
        throw fail(`was asked to ${purpose} and answered something else than Grafana does`);
      },
    };
  }

  return { baseUrl, headers, ask };
}

function authorization(credentials: GrafanaCredentials): Record<string, string> {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'token':
      return { authorization: `Bearer ${credentials.token}` };
    case 'password':
      return { authorization: `Basic ${basic(credentials)}` };
  }
}

function basic({ user, password }: { user: string; password: string }): string {
  return Buffer.from(`${user}:${password}`).toString('base64');
}

function secretsOf(credentials: GrafanaCredentials): string[] {
  if (credentials.kind === 'token') return [credentials.token];
  return credentials.kind === 'password' ? [credentials.password, basic(credentials)] : [];
}

function withoutAny(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '(hidden)'), text);
}

function scrubbed(error: BenchError, scrub: (text: string) => string): BenchError {
  const { code, hint, cause } = error;
  return new BenchError(code, scrub(error.message), { hint, cause });
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** {"message": words}; for anything else the first characters of what came. */
function wordsOf(json: unknown, body: string): string {
  const parsed = refusalBody.safeParse(json);
  return parsed.success ? shownText(parsed.data.message) : shownText(body, 80);
}

function hintFor(status: number): string {
  if (status === 401) return 'is the token right, and has it not expired?';
  if (status === 403)
    return 'the token needs the role Editor, or Admin for data sources and accounts';
  if (status === 404) return 'is this the address that its pages are opened at?';
  if (status >= 300 && status < 400) return 'redirects are not followed: name where they lead to';
  return 'the log of Grafana may say more';
}
