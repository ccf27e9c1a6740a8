import { z } from 'zod';
import type { TimedValue, TimeSeries } from '../contract/measurements.ts';

/** The shapes of Prometheus' HTTP API v1. Unknown keys are read over: compatible servers add their own. */

const labels = z.record(z.string(), z.string());
/** Seconds since 1970, and the value as text, because JSON has no NaN and no infinities. */
const timedText = z.tuple([z.number(), z.string()]);

const warnings = { warnings: z.array(z.string()).optional() };
const success = <Data extends z.ZodType>(data: Data) =>
  z.object({ status: z.literal('success'), data, ...warnings });

/** Native histograms come without `values` and `value`. */
const matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ metric: labels, values: z.array(timedText).optional() })),
});
const vector = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric: labels, value: timedText.optional() })),
});
const scalar = z.object({ resultType: z.literal('scalar'), result: timedText });

export const queryAnswerSchema = success(
  z.discriminatedUnion('resultType', [matrix, vector, scalar]),
);
type QueryData = z.infer<typeof queryAnswerSchema>['data'];

export const targetsAnswerSchema = success(
  z.object({
    activeTargets: z.array(
      z.object({
        labels,
        scrapeUrl: z.string(),
        lastError: z.string(),
        health: z.enum(['up', 'down', 'unknown']),
        scrapeInterval: z.string().optional(),
      }),
    ),
  }),
);

export const refusalSchema = z.object({
  status: z.literal('error'),
  errorType: z.string(),
  error: z.string(),
});

/** Every series of an answer; a scalar is one without labels. */
export function seriesOf(data: QueryData): TimeSeries[] {
  switch (data.resultType) {
    case 'matrix':
      return data.result.flatMap(({ metric, values }) => (values ? [series(metric, values)] : []));
    case 'vector':
      return data.result.flatMap(({ metric, value }) => (value ? [series(metric, [value])] : []));
    case 'scalar':
      return [series({}, [data.result])];
  }
}

function series(
  metric: Readonly<Record<string, string>>,
  values: readonly (readonly [number, string])[],
): TimeSeries {
  const { __name__: name = '', ...labels } = metric;
  return { name, labels, values: values.map(timedValue) };
}

function timedValue([seconds, text]: readonly [number, string]): TimedValue {
  return { atMs: Math.round(seconds * 1000), value: numberOf(text) };
}

/** "+Inf" is Go's way to write it. */
function numberOf(text: string): number {
  const infinite = /^([+-]?)Inf$/.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}
