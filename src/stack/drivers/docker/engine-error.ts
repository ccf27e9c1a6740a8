/** What an engine's refusal, or a socket's, holds; see docker-modem. */
interface EngineRefusal {
  readonly statusCode?: number;
  readonly json?: unknown;
  readonly code?: string;
  readonly message?: string;
}

/** What docker-modem puts before the words of an answer that it could not parse. */
const CLIENTS_WORDS = /^\(HTTP code \d+\) [^-]* - /;

/** HTTP status of an engine's refusal; undefined when it never answered. */
export function engineStatus(error: unknown): number | undefined {
  return (error as EngineRefusal | null)?.statusCode;
}

/** System code of a call that got no answer: ENOENT, EACCES, ECONNREFUSED. */
export function systemCode(error: unknown): string | undefined {
  return (error as EngineRefusal | null)?.code;
}

/** The engine's own words, without what its client puts around them. */
export function engineWords(error: unknown): string {
  const { json, message } = (error ?? {}) as EngineRefusal;
  if (json !== null && typeof json === 'object' && 'message' in json) {
    return String(json.message).trim();
  }
  return (message ?? String(error)).replace(CLIENTS_WORDS, '').trim();
}
