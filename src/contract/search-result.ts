import { z } from 'zod';

const rate = z.number().positive();

/** What a search for the highest rate came to, and by which runs. */
export const searchResultSchema = z.strictObject({
  lowPerSecond: rate,
  highPerSecond: rate,
  precision: z.number().describe('share of the rate'),
  conditions: z.array(z.string()),
  outcome: z
    .enum([
      'found',
      'all-met',
      'none-met',
      'limited-by-generator',
      'out-of-time',
      'interrupted',
      'broken-off',
    ])
    .describe('broken-off: a load could not be sent, or a worker died'),
  ratePerSecond: rate.nullable().describe('the highest that met the conditions'),
  missedPerSecond: rate.nullable().describe('the lowest above it that did not'),
  confirmed: z.boolean().describe('a fresh run at the rate met the conditions too'),
  runs: z
    .array(
      z.strictObject({
        role: z.enum(['probe', 'confirmation', 'refutation']),
        ratePerSecond: rate,
        finding: z.enum(['met', 'missed', 'unsure']),
      }),
    )
    .describe('one for each point, in the same order'),
});
export type SearchResult = z.infer<typeof searchResultSchema>;
