import type { Random } from '../../../src/load/pacing/random.ts';
import { drawsOf, normal } from '../scenes.ts';

/** What disturbs runs on a machine; every share is of latency unless it says otherwise. */
export interface Noise {
  /** Multiplies the ordinary noise: 1 is 2 % between runs, 4 % of slow drift, 8 % from second to second. */
  readonly scale: number;
  /** Slower by this from run to run, for ever. */
  readonly driftPerRun: number;
  /** In one run of ten others take this share of the CPU time for so many seconds. */
  readonly stolen: { readonly share: number; readonly seconds: number } | null;
  /** Every other run, by chance, is slower by this. */
  readonly mode: number;
  /** This share of the requests takes three times as long. */
  readonly slowRequests: number;
}

export const PLAIN: Noise = {
  ...{ scale: 1, driftPerRun: 0, stolen: null, mode: 0, slowRequests: 0 },
};

export const SECONDS = 60;
const RUN_EFFECT = 0.02;
const SLOW_DRIFT = 0.04;
/** How much of the drift is left one run later, and one second later. */
const KEPT_BY_RUN = 0.9;
const KEPT_BY_SECOND = 0.8;
const SECOND_EFFECT = 0.08;
const STOLEN_RUNS = 0.1;

/** What a run meets: for each second how many times as long everything takes. */
export interface Weather {
  readonly slowness: readonly number[];
  readonly stealShare: number;
}

/** The weather of run after run; the same seed gives the same. */
export function noisyMachine(seed: number, noise: Noise): () => Weather {
  const random = drawsOf(seed, 11);
  const drift = wander(random, KEPT_BY_RUN, SLOW_DRIFT * noise.scale);
  let run = 0;
  return () => {
    const ofRun =
      drift() +
      RUN_EFFECT * noise.scale * normal(random) +
      noise.driftPerRun * run +
      (noise.mode > 0 && random() < 0.5 ? Math.log1p(noise.mode) : 0);
    run += 1;
    const ofSecond = wander(random, KEPT_BY_SECOND, SECOND_EFFECT * noise.scale);
    const calm = Array.from({ length: SECONDS }, () => Math.exp(ofRun + ofSecond()));
    return withTheft(calm, noise.stolen, random);
  };
}

/** A server that has a share s of its CPU time taken away needs 1/(1 − s) of the time. */
function withTheft(calm: readonly number[], stolen: Noise['stolen'], random: Random): Weather {
  if (stolen === null || random() >= STOLEN_RUNS) return { slowness: calm, stealShare: 0 };
  const { share, seconds } = stolen;
  const from = Math.floor(random() * (SECONDS - seconds + 1));
  const isStolen = (second: number) => second >= from && second < from + seconds;
  return {
    slowness: calm.map((one, second) => (isStolen(second) ? one / (1 - share) : one)),
    stealShare: (share * seconds) / SECONDS,
  };
}

/** First-order autoregression around 0: `kept` of the last value, and so much new that `deviation` stays. */
function wander(random: Random, kept: number, deviation: number): () => number {
  let value = deviation * normal(random);
  return () => {
    const now = value;
    value = kept * value + deviation * Math.sqrt(1 - kept ** 2) * normal(random);
    return now;
  };
}
