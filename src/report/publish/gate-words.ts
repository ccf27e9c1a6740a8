import type { GateResult } from '../../contract/point.ts';
import { inUnitOf, MEASURED } from '../facts/gates-table.ts';

/** "p99<10ms: 12.1 ms"; where it could not be told, why. */
export function gateWords(gate: GateResult): string {
  const { expression, value, reason } = gate;
  if (value === null) return `${expression}: ${reason ?? 'not known'}`;
  return `${expression}: ${inUnitOf(gate, value, MEASURED)}`;
}
