const SHORTEST_NS = 5e9;
const LONGEST_NS = 30e9;

/**
 * How long a connection may take to come up: as long as an answer, but an answer may be due long before
 * a handshake can be over.
 */
export function connectLimitNs(timeoutNs: number): number {
  return Math.min(Math.max(timeoutNs, SHORTEST_NS), LONGEST_NS);
}
