import type { GrafanaState, Json } from './grafana-state.ts';
import { Refusal } from './refusal.ts';
import type { Role } from './settings.ts';

/** One call as a route sees it. */
export interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  /** What stands for the * of the route's path, with the query. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly bodyText: string;
  readonly role: Role;
  readonly isLoggedIn: boolean;
  readonly state: GrafanaState;
}

export interface Answer {
  readonly status: number;
  /** An object is answered as JSON, a string as it is. */
  readonly body: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | '*';
  /** /api/things/:id; * at the end takes the rest. */
  readonly path: string;
  /** Least role; null: no login is asked for. */
  readonly needs: Role | null;
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** The body as an object. Grafana binds application/json alone. */
export function jsonBody({ contentType, bodyText }: Call): Json {
  const refuse = () => new Refusal(400, 'bad request data');
  if (contentType.split(';')[0]?.trim() !== 'application/json') throw refuse();
  let parsed: unknown;
  try {
    parsed = JSON.parse(bodyText);
  } catch {
    throw refuse();
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw refuse();
  return parsed as Json;
}

/** A field that must be text where it is there. */
export function textField(body: Json, name: string): string {
  const value = body[name] ?? '';
  if (typeof value !== 'string') throw new Refusal(400, 'bad request data');
  return value;
}

/** A field that must be a whole number where it is there. */
export function wholeField(body: Json, name: string): number {
  const value = body[name] ?? 0;
  if (!Number.isInteger(value)) throw new Refusal(400, 'bad request data');
  return value as number;
}
