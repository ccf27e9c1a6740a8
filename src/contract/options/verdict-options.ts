import { z } from 'zod';
import { abortCondition, gate } from '../option-texts.ts';

/** What a result must meet, and what is printed of it. */
export const verdictOptions = {
  slo: z.array(gate).default([]).meta({
    group: 'Verdict',
    placeholder: 'condition',
    description:
      "condition to meet, such as 'p99<10ms', errors<0.1%, throughput>=199/s; exit 1 when missed; may be repeated",
  }),
  abortOn: z.array(abortCondition).default([]).meta({
    group: 'Verdict',
    placeholder: 'condition',
    description:
      "end early and exit 1 when it holds over the last 5 s, such as 'errors>50%' (failed and timed out)",
  }),
  percentiles: z
    .array(z.number().gt(0).lt(100))
    .default([50, 90, 95, 99, 99.9])
    .meta({ group: 'Verdict', placeholder: 'list', description: 'percentiles to print' }),
};
