import { inflateSync } from 'node:zlib';
import { decodeFromCompressedBase64, JsHistogram } from 'hdr-histogram-js';
import { BenchError } from '../../contract/bench-error.ts';
import type { Point } from '../../contract/point.ts';
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
  let ranks: Ranks | undefined;
  return {
    total: first.totalCount,
    maxNs: first.totalCount === 0 ? 0 : first.maxValue,
    valueNs: (percent) => {
      ranks ??= ranksOf(first);
      return valueAt(ranks, first, percent);
    },
    bins: (perDecade) => binsOf(first, perDecade),
  };
}

/** Whether every histogram of a point can be read. */
export function isReadable({ histograms, intervals }: Point): boolean {
  const ofSeconds = intervals.flatMap(({ response, service }) => [response, service]);
  return areReadable([...Object.values(histograms), ...ofSeconds]);
}

export function areReadable(encoded: readonly string[]): boolean {
  try {
    readHistograms(encoded);
    return true;
  } catch {
    return false;
  }
}

/** Cells that hold something, in order, and how many values lie in each and below. */
interface Ranks {
  readonly cells: readonly number[];
  readonly upTo: readonly number[];
}

/** The library walks all cells for each percentile; a curve has hundreds of them. */
function ranksOf(histogram: JsHistogram): Ranks {
  const cells: number[] = [];
  const upTo: number[] = [];
  const last = histogram.countsArrayIndex(histogram.maxValue);
  let sum = 0;
  for (let cell = 0; cell <= last; cell += 1) {
    const count = histogram.getCountAtIndex(cell);
    if (count === 0) continue;
    sum += count;
    cells.push(cell);
    upTo.push(sum);
  }
  return { cells, upTo };
}

/** As `getValueAtPercentile` of the library: the highest value of the cell that the rank lies in. */
function valueAt({ cells, upTo }: Ranks, histogram: JsHistogram, percent: number): number {
  const share = (Math.min(percent, 100) / 100) * histogram.totalCount;
  // What lies above a whole number by rounding alone is that number.
  const rank = Math.max(1, Math.ceil(share - share * Number.EPSILON));
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] ?? 0) >= rank) high = middle;
    else low = middle + 1;
  }
  const cell = cells[low];
  if (cell === undefined) return 0;
  const value = histogram.valueFromIndex(cell);
  return percent === 0
    ? histogram.lowestEquivalentValue(value)
    : histogram.highestEquivalentValue(value);
}

/** A histogram of milliseconds in the standard layout that HDR tools print and plot (`.hgrm`). */
export function percentileDistribution(encoded: string): string {
  return decode(encoded).outputPercentileDistribution(TICKS_PER_HALF_DISTANCE, NS_PER_MS);
}

/** One encoded histogram of nanoseconds; '' is one without values. */
export function readHistogram(encoded: string): HistogramView {
  return readHistograms([encoded]);
}

/** Layout and bins a decade → cell → its bin: the logarithm of each cell is taken once. */
const BIN_OF_CELL = new Map<string, number[]>();

function binsOf(histogram: JsHistogram, perDecade: number): Map<number, number> {
  const bins = new Map<number, number>();
  if (histogram.totalCount === 0) return bins;
  const { numberOfSignificantValueDigits: digits, lowestDiscernibleValue: lowest } = histogram;
  const layout = `${digits} ${lowest} ${perDecade}`;
  const binOfCell = BIN_OF_CELL.get(layout) ?? [];
  BIN_OF_CELL.set(layout, binOfCell);
  const last = histogram.countsArrayIndex(histogram.maxValue);
  // The least value there is: most of the cells lie empty below it.
  const first = histogram.countsArrayIndex(histogram.getValueAtPercentile(0));
  for (let cell = first; cell <= last; cell += 1) {
    const count = histogram.getCountAtIndex(cell);
    if (count === 0) continue;
    const bin = binOfCell[cell] ?? Math.floor(Math.log10(middleNs(histogram, cell)) * perDecade);
    binOfCell[cell] = bin;
    bins.set(bin, (bins.get(bin) ?? 0) + count);
  }
  return bins;
}

function middleNs(histogram: JsHistogram, cell: number): number {
  return Math.max(1, histogram.medianEquivalentValue(histogram.valueFromIndex(cell)));
}

/** Several times what any latency histogram needs. */
const MAX_PLAIN_BYTES = 4 * 1024 * 1024;
/** Deflate packs 1032 bytes into one at most, base64 three into four characters. */
const MAX_HARMLESS_CHARACTERS = (MAX_PLAIN_BYTES / 1032) * (4 / 3);
/** Of the encoding's own header. */
const HEADER_BYTES = 8;

/** The library unpacks whatever there is, and a megabyte may be a thousand. */
function refuseBomb(text: string): void {
  if (text.length <= MAX_HARMLESS_CHARACTERS) return;
  const packed = Buffer.from(text, 'base64').subarray(HEADER_BYTES);
  inflateSync(packed, { maxOutputLength: MAX_PLAIN_BYTES });
}

function decode(text: string): JsHistogram {
  try {
    refuseBomb(text);
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
