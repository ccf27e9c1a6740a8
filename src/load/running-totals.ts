import type { BucketCounts, ClientTotals } from '../contract/client-metrics.ts';
import { OUTCOMES } from '../contract/outcome.ts';
import type { Interval } from '../contract/point.ts';
import { addBuckets, bucketCounts, noBuckets } from './stats/bucket-counts.ts';
import { decodeHistogram } from './stats/histogram-codec.ts';
import type { SecondDetail } from './stats/second-detail.ts';

/** Adds the seconds of a run's loads up, warm-up included: counts that never fall. */
export class RunningTotals {
  #responseTime = noBuckets();
  #serviceTime = noBuckets();
  #lateness = noBuckets();
  readonly #outcomes = OUTCOMES.map(() => 0);
  #inFlight = 0;
  #dueRate = 0;

  add({ response, service, inFlight, due }: Interval, detail: SecondDetail): void {
    this.#responseTime = addBuckets(this.#responseTime, bucketsOf(response));
    this.#serviceTime = addBuckets(this.#serviceTime, bucketsOf(service));
    this.#lateness = addBuckets(this.#lateness, detail.lateness);
    detail.outcomes.forEach((count, code) => {
      this.#outcomes[code] = (this.#outcomes[code] ?? 0) + count;
    });
    this.#inFlight = inFlight;
    this.#dueRate = due;
  }

  get totals(): ClientTotals {
    return {
      responseTime: this.#responseTime,
      serviceTime: this.#serviceTime,
      lateness: this.#lateness,
      requests: Object.fromEntries(OUTCOMES.map((name, code) => [name, this.#outcomes[code] ?? 0])),
      inFlight: this.#inFlight,
      dueRate: this.#dueRate,
    };
  }
}

function bucketsOf(encoded: string): BucketCounts {
  return bucketCounts(decodeHistogram(encoded));
}
