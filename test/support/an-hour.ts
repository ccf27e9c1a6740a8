import assert from 'node:assert/strict';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import { encode } from './a-measurement.ts';
import { aPoint, aResult } from './a-result.ts';

export const HOUR_SECONDS = 3600;

/** 3,600 ordinary seconds, but for one in the middle. */
export function anHour(): ResultDocument {
  const point = aPoint({ ratePerSecond: 1000, seconds: 2 });
  const interval = point.intervals[1] ?? assert.fail();
  const intervals = Array.from({ length: HOUR_SECONDS }, (_, second) => ({ ...interval, second }));
  intervals[1800] = { ...interval, second: 1800, completed: 7, response: encode([4.2e9]) };
  const phases = point.phases.map((one) =>
    one.name === 'measured' ? { ...one, durationNs: HOUR_SECONDS * 1e9 } : one,
  );
  return { ...aResult(), points: [{ ...point, phases, intervals }] };
}
