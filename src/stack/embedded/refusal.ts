/** Triton's error codes, and what each is over HTTP (24.01 and newer) and gRPC. */
const CODES = {
  INTERNAL: { http: 500, grpc: 13 },
  NOT_FOUND: { http: 404, grpc: 5 },
  UNAVAILABLE: { http: 503, grpc: 14 },
  UNSUPPORTED: { http: 501, grpc: 12 },
  INVALID_ARG: { http: 400, grpc: 3 },
  CANCELLED: { http: 400, grpc: 1 },
} as const;

export type RefusalCode = keyof typeof CODES;

/** A request that is not served, in Triton's words. It ends the request, never the server. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }

  get httpStatus(): number {
    return CODES[this.code].http;
  }

  get grpcStatus(): number {
    return CODES[this.code].grpc;
  }
}

export function invalid(message: string): Refusal {
  return new Refusal('INVALID_ARG', message);
}

/** Anything thrown while a request was served → what the client is told. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal('INTERNAL', error instanceof Error ? error.message : String(error));
}
