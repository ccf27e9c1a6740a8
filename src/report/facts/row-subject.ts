import type { ResultDocument } from '../../contract/result-document.ts';
import { count } from '../render/quantity.ts';
import { wantedLoads } from './wanted-loads.ts';

const PROTOCOL = { http: 'HTTP', grpc: 'gRPC' } as const;

/** What several points have in common, in one line: protocol, batch, how many they are. */
export function rowSubject(doc: ResultDocument): string {
  const { points } = doc;
  const [first] = points;
  const measured = `${count(points.length)} of ${count(wantedLoads(doc))} loads measured`;
  if (!first) return measured;
  const { protocol, batchSize } = first.workload;
  const batch = batchSize === 1 ? '' : `, batch ${count(batchSize)}`;
  return `${PROTOCOL[protocol]}${batch} · ${measured}`;
}

/** Whether a document is about loads side by side, and not about one. */
export function hasSeveralPoints({ points, missing = [], search }: ResultDocument): boolean {
  return search !== undefined || points.length + missing.length > 1;
}
