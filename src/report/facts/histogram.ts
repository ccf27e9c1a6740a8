import { decodeFromCompressedBase64, JsHistogram } from 'hdr-histogram-js';
import { BenchError } from '../../contract/bench-error.ts';
import { NS_PER_MS } from '../../contract/units.ts';

/** A read-only look into one encoded histogram of nanoseconds. */
export interface HistogramView {
  readonly total: number;
  readonly maxNs: number;
  /** The value that `percent` of the recorded values do not exceed, 0…100. */
  valueNs(percent: number): number;
  /** Bin n on a logarithmic axis, from 10^(n / perDecade) ns up to the next → how many values lie in it. */
  bins(perDecade: number): ReadonlyMap<number, number>;
}

/** What HDR tools print where nobody says otherwise. */
const TICKS_PER_HALF_DISTANCE = 5;
const EMPTY: HistogramView = { total: 0, maxNs: 0, valueNs: () => 0, bins: () => new Map() };

/**
 * Several encoded histograms as one. Merging histograms is exact; merging percentiles would not be.
 * The only file of the room that knows the HDR library.
 * @throws BenchError 'result-unreadable' when one is not a V2 histogram
 */
export function readHistograms(encoded: readonly string[]): HistogramView {
  const [first, ...rest] = encoded.filter((text) => text !== '').map(decode);
  if (first === undefined) return EMPTY;
  for (const histogram of rest) first.add(histogram);
  return {
    total: first.totalCount,
    maxNs: first.totalCount === 0 ? 0 : first.maxValue,
    valueNs: (percent) => first.getValueAtPercentile(percent),
    bins: (perDecade) => binsOf(first, perDecade),
  };
}

/** A histogram of milliseconds in the standard layout that HDR tools print and plot (`.hgrm`). */
export function percentileDistribution(encoded: string): string {
  return decode(encoded).outputPercentileDistribution(TICKS_PER_HALF_DISTANCE, NS_PER_MS);
}

/** One encoded histogram of nanoseconds; '' is one without values. */
export function readHistogram(encoded: string): HistogramView {
  return readHistograms([encoded]);
}

function binsOf(histogram: JsHistogram, perDecade: number): Map<number, number> {
  const bins = new Map<number, number>();
  if (histogram.totalCount === 0) return bins;
  const last = histogram.countsArrayIndex(histogram.maxValue);
  for (let index = 0; index <= last; index += 1) {
    const count = histogram.getCountAtIndex(index);
    if (count === 0) continue;
    const valueNs = Math.max(1, histogram.medianEquivalentValue(histogram.valueFromIndex(index)));
    const bin = Math.floor(Math.log10(valueNs) * perDecade);
    bins.set(bin, (bins.get(bin) ?? 0) + count);
  }
  return bins;
}

function decode(text: string): JsHistogram {
  try {
    const histogram = decodeFromCompressedBase64(text);
    // Without WebAssembly the library makes no other kind.
    if (!(histogram instanceof JsHistogram)) throw new TypeError('not a plain histogram');
    return histogram;
  } catch (cause) {
    throw new BenchError('result-unreadable', 'a latency histogram of this result is damaged', {
      hint: 'the file was changed or cut after the run; take another copy, or run again',
      cause,
    });
  }
}
