/** grpc-js takes deadlines on the wall clock alone, as milliseconds since 1970. */
export function wallClockDeadline(timeoutMs: number): number {
  return Date.now() + timeoutMs;
}
