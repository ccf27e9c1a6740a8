import { z } from 'zod';
import { headerMistakes } from './header-mistakes.ts';
import { parseListenAddress, printListenAddress } from './listen-address.ts';
import { parseSearchRange, printSearchRange } from './search-range.ts';
import { type Gate, parseGate, printGate } from './slo.ts';
import { parseStages, printStages } from './stages.ts';
import { parseSweep, printSweep } from './sweep.ts';
import { parseShapes } from './tensor-shapes.ts';
import { textCodec } from './text-codec.ts';
import { formatDurationMs, parseDurationMs } from './units.ts';

/** "30s" ⇄ milliseconds. */
export const duration = textCodec<number>((text) => {
  const ms = parseDurationMs(text);
  if (ms !== undefined) return ms;
  return /^\d+(\.\d+)?$/.test(text)
    ? `"${text}" has no unit; write ${text}s or ${text}ms`
    : `"${text}" is not a duration; write one like 30s, 500ms or 1m30s`;
}, formatDurationMs);

/** "p99<10ms" ⇄ a gate. */
export const gate = textCodec(parseGate, printGate);

/** "errors>50%" ⇄ a gate that can be judged second by second. */
export const abortCondition = textCodec<Gate>((text) => {
  const parsed = parseGate(text);
  if (typeof parsed === 'string' || isSeenEachSecond(parsed)) return parsed;
  return `"${text}" cannot be seen while a load runs; take errors, or a response or service time`;
}, printGate);

function isSeenEachSecond({ metric }: Gate): boolean {
  if ('clock' in metric) return metric.clock === 'response' || metric.clock === 'service';
  return metric.kind === 'errors';
}

/** "0-200/30s,200/60s" ⇄ stages. */
export const stages = textCodec(parseStages, printStages);

/** "50..5000" ⇄ the two ends of a search. */
export const searchRange = textCodec(parseSearchRange, printSearchRange);

/** "5%" ⇄ a share. */
export const precision = textCodec<number>(
  (text) => {
    const share = Number(/^(\d+(?:\.\d+)?)%$/.exec(text)?.[1] ?? Number.NaN) / 100;
    return share >= 0.001 && share <= 0.5
      ? share
      : `"${text}" is not a precision from 0.1% to 50%; write for example 5%`;
  },
  (share) => `${Number((share * 100).toPrecision(12))}%`,
);

/** "0.0.0.0:9464" ⇄ where a page is served. */
export const listenAddress = textCodec(parseListenAddress, printListenAddress);

/** "qps=50,100,200" ⇄ a sweep. */
export const sweep = textCodec(parseSweep, printSweep);

export const url = z
  .string()
  .regex(/^https?:\/\/\S+$/, { error: 'must start with http:// or https://', abort: true })
  .refine(URL.canParse, {
    error: ({ input }) => `"${input}" is no address; write http://host:port, the port below 65536`,
  });

/** "image:3,224,224", one for each input. */
export const shapes = z.array(z.string().min(1)).superRefine((words, context) => {
  const parsed = parseShapes(words);
  if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: parsed });
});

/** Names and values that HTTP can carry. */
export const headers = z.record(z.string(), z.string()).superRefine((given, context) => {
  for (const message of headerMistakes(given)) context.addIssue({ code: 'custom', message });
});
