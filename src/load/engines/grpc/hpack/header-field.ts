/** What a header means to a gRPC client; found once per table entry, so that the hot path never compares names. */
export const HEADER = {
  other: 0,
  status: 1,
  contentType: 2,
  grpcStatus: 3,
  grpcMessage: 4,
  grpcEncoding: 5,
  /** Not allowed in an HTTP/2 answer: RFC 9113 §8.2 and §8.3. */
  forbidden: 6,
} as const;

/** One header. Never changed, so that tables can share it. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
  readonly meaning: number;
  /** :status and grpc-status as a number, -1 where the value is none. */
  readonly code: number;
}

const MEANING: ReadonlyMap<string, number> = new Map([
  [':status', HEADER.status],
  ['content-type', HEADER.contentType],
  ['grpc-status', HEADER.grpcStatus],
  ['grpc-message', HEADER.grpcMessage],
  ['grpc-encoding', HEADER.grpcEncoding],
  ['connection', HEADER.forbidden],
  ['keep-alive', HEADER.forbidden],
  ['proxy-connection', HEADER.forbidden],
  ['transfer-encoding', HEADER.forbidden],
  ['upgrade', HEADER.forbidden],
]);

const LOWER_CASE_TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const FORBIDDEN_IN_VALUE = ['\0', '\r', '\n'];

export function headerField(name: string, value: string): HeaderField {
  const meaning = meaningOf(name, value);
  const hasCode = meaning === HEADER.status || meaning === HEADER.grpcStatus;
  return { name, value, meaning, code: hasCode ? codeOf(value) : -1 };
}

function meaningOf(name: string, value: string): number {
  if (FORBIDDEN_IN_VALUE.some((character) => value.includes(character))) return HEADER.forbidden;
  const known = MEANING.get(name);
  if (known !== undefined) return known;
  return LOWER_CASE_TOKEN.test(name) ? HEADER.other : HEADER.forbidden;
}

function codeOf(value: string): number {
  return /^\d{1,9}$/.test(value) ? Number(value) : -1;
}

/** RFC 7541 §4.1: what an entry counts in the dynamic table and in a header list. */
export function fieldBytes(name: string, value: string): number {
  return name.length + value.length + 32;
}
