import { OUTCOMES } from '../../contract/outcome.ts';
import type { SampleRow } from '../../contract/sample.ts';
import { csvText } from '../render/escape.ts';

type Value = string | number | boolean | null;

/** In the order they are shown. */
const COLUMNS: Readonly<Record<string, (row: SampleRow) => Value>> = {
  point: ({ point }) => point,
  id: ({ id }) => id,
  index: ({ index }) => index,
  worker: ({ worker }) => worker,
  phase: ({ phase }) => phase,
  request: ({ request }) => request,
  outcome: ({ outcome }) => OUTCOMES[outcome] ?? 'other',
  dueNs: ({ dueNs }) => dueNs,
  dispatchedNs: ({ dispatchedNs }) => reached(dispatchedNs),
  sentNs: ({ sentNs }) => reached(sentNs),
  firstByteNs: ({ firstByteNs }) => reached(firstByteNs),
  doneNs: ({ doneNs }) => reached(doneNs),
  correct: ({ correct }) => correct,
  touched: ({ touched }) => touched,
  detail: ({ detail }) => detail,
};
const NAMES = Object.keys(COLUMNS);
const READERS = Object.entries(COLUMNS);

/** null: the request did not come that far. */
function reached(ns: number): number | null {
  return ns < 0 ? null : ns;
}

/** Ours are plain; other people's words are quoted. */
function csvValue(value: Value): Value {
  return typeof value === 'string' && !/^(\w[\w-]*)?$/.test(value) ? csvText(value) : value;
}

/** How samples are written, a line for each request. */
export const SAMPLE_ROWS = {
  csv: {
    head: `${NAMES.join(',')}\n`,
    row: (row: SampleRow) => `${READERS.map(([, read]) => csvValue(read(row))).join(',')}\n`,
  },
  ndjson: {
    head: '',
    row: (row: SampleRow) =>
      `${JSON.stringify(Object.fromEntries(READERS.map(([name, read]) => [name, read(row)])))}\n`,
  },
} as const;

export type SampleRowFormat = keyof typeof SAMPLE_ROWS;
