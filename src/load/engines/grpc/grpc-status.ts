import { ERROR_CODE } from './http2-codes.ts';

/** Status codes of gRPC that a client gives itself. */
export const GRPC_STATUS = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  internal: 13,
  unavailable: 14,
} as const;

/** What RST_STREAM means to a gRPC client ("HTTP2 Transport Mapping" of the gRPC specification). */
export function grpcStatusOfReset(errorCode: number): number {
  switch (errorCode) {
    case ERROR_CODE.refusedStream:
      return GRPC_STATUS.unavailable;
    case ERROR_CODE.cancel:
      return GRPC_STATUS.cancelled;
    case ERROR_CODE.enhanceYourCalm:
      return GRPC_STATUS.resourceExhausted;
    case ERROR_CODE.inadequateSecurity:
      return GRPC_STATUS.permissionDenied;
    default:
      return GRPC_STATUS.internal;
  }
}

/** grpc-message as it came (Latin-1) → text: percent-decoded UTF-8; what is no escape stays as it is. */
export function decodeGrpcMessage(raw: string): string {
  if (!raw.includes('%')) return raw;
  const bytes = raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
