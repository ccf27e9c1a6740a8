import type { Interval, Workload } from '../contract/point.ts';
import type { ServerNow } from '../contract/server-now.ts';
import type { SecondPercentiles } from '../load/index.ts';

/** What a run tells while it goes on; every part may be left out. */
export interface RunEvents {
  /** A step of the set-up is done; `detail` is fit to be shown. */
  readonly onStep?: (step: string, detail: string, tookMs: number) => void;
  /** Bytes of an image's layer so far; the total is null while nobody knows it. */
  readonly onPull?: (
    image: string,
    layer: string,
    doneBytes: number,
    totalBytes: number | null,
  ) => void;
  readonly onWarning?: (message: string) => void;
  /** The load begins; the length is null when a number of requests bounds it. */
  readonly onLoad?: (workload: Workload, totalMs: number | null) => void;
  /** One second of the load, all workers merged, and its own response-time percentiles. */
  readonly onInterval?: (interval: Interval, response: SecondPercentiles) => void;
  /** The server's metrics page was read once more; never where it has none. */
  readonly onServerReading?: (now: ServerNow) => void;
}
