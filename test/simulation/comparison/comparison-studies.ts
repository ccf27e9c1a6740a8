import type { Study, StudyRow } from '../study.ts';
import { type Noise, PLAIN } from './noisy-machine.ts';
import { decisionsOn, type Question, simulatedComparison } from './simulated-comparison.ts';

const BURST = { ...PLAIN, stolen: { share: 0.13, seconds: 60 } };

/** What a machine does to runs, in words. */
const MACHINES: Readonly<Record<string, Noise>> = {
  'ordinary noise': PLAIN,
  'slower by 1 % from run to run': { ...PLAIN, driftPerRun: 0.01 },
  'theft in 1 run of 10: 13 % of the CPU time': BURST,
  'theft in 1 run of 10: 30 % for 20 s': { ...PLAIN, stolen: { share: 0.3, seconds: 20 } },
  'two modes of runs: 1 of 2 takes 8 % longer': { ...PLAIN, mode: 0.08 },
  'two modes of requests: 1 of 4 takes three times as long': { ...PLAIN, slowRequests: 0.25 },
};

/** What comes out on each kind of machine without a change, with one of 2 % that nobody minds, and with 10 %. */
export const COMPARISON_STUDIES: Readonly<Record<string, Study>> = {
  machines: {
    title: 'Eight pairs, machine by machine',
    rows: Object.entries(MACHINES).flatMap(([name, noise]) =>
      [0, 0.02, 0.1].map((effect) =>
        row(`${name}; ${slower(effect)}`, { noise, effect, pairs: 8, isRepeating: true }),
      ),
    ),
  },
  pairs: {
    title: 'Ordinary noise, by pairs and by the size of the noise',
    rows: [0.5, 1, 2].flatMap((scale) =>
      [4, 6, 8, 12].flatMap((pairs) =>
        [0.05, 0.1, 0.2].map((effect) => {
          const noise = { ...PLAIN, scale };
          const label = `noise × ${scale}; ${pairs} pairs; ${slower(effect)}`;
          return row(label, { noise, effect, pairs, isRepeating: true });
        }),
      ),
    ),
  },
  decisions: {
    title: 'Eight pairs, other ways of deciding beside the shipped one',
    rows: [
      ['ordinary noise', PLAIN, false] as const,
      ['theft, never again', BURST, false] as const,
      ['theft, measured again', BURST, true] as const,
      ['two modes of runs', { ...PLAIN, mode: 0.08 }, false] as const,
    ].flatMap(([name, noise, isRepeating]) =>
      [0, 0.02, 0.1].map((effect) => ({
        label: `${name}; ${slower(effect)}`,
        trial: async (seed: number) => decisionsOn(seed, { noise, effect, pairs: 8, isRepeating }),
      })),
    ),
  },
  repeats: {
    title: 'Theft, with and without pairs that are measured again',
    rows: [8, 12].flatMap((pairs) =>
      [0, 0.1].flatMap((effect) =>
        [false, true].map((isRepeating) => {
          const again = isRepeating ? 'again' : 'never again';
          const question = { noise: BURST, effect, pairs, isRepeating };
          return row(`${pairs} pairs; ${slower(effect)}; ${again}`, question);
        }),
      ),
    ),
  },
};

function slower(effect: number): string {
  return effect === 0 ? 'no change' : `B +${effect * 100} %`;
}

function row(label: string, question: Question): StudyRow {
  return { label, trial: async (seed) => simulatedComparison(seed, question) };
}
