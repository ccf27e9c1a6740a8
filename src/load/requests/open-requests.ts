import { createAnswerCheck } from './answer-check.ts';
import type { AnswerCheck, RequestSet } from './request-set.ts';
import type { SharedRequests } from './shared-requests.ts';

/**
 * The worker's side of shared requests: views into the same memory, and a check of its own.
 * `point`: which load of the run this is, for the ids of requests.
 */
export function openRequests(
  shared: SharedRequests,
  point = 0,
): { requests: RequestSet; check: AnswerCheck } {
  const all = new Uint8Array(shared.bodies);
  const bodies = shared.offsets
    .slice(1)
    .map((end, request) => all.subarray(shared.offsets[request], end));
  const { idOffset } = shared;
  const hasIds = idOffset >= 0;
  const requests: RequestSet = {
    protocol: shared.protocol,
    path: shared.path,
    size: bodies.length,
    body: (request) => bodies[request] ?? all.subarray(0, 0),
    jsonBytes: (request) => shared.jsonBytes[request] ?? -1,
    ...(hasIds && { idPlace: { offset: idOffset, point } }),
  };
  const check = createAnswerCheck(shared.protocol, shared.expected, hasIds ? point : null);
  return { requests, check };
}
