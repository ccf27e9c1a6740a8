/** An answer that is not 2xx, raised by a route. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.body = { message, ...more };
  }
}

/** The newer form of an error answer. */
export function errorWithId(status: number, messageId: string, message: string): Refusal {
  return new Refusal(status, message, { statusCode: status, messageId, traceID: '' });
}
