import { scriptJson } from '../escape.ts';

/** How scripts word a number of a chart. */
export type ReadingUnit = 'time' | 'rate' | 'bytes' | 'share' | 'W' | 'J' | 'number';

/** Lines over one axis: at each place every line has a value, or none. */
export interface LineReading {
  readonly kind: 'lines';
  readonly title: string;
  readonly unit: ReadingUnit;
  /** Where on the axis, from 0 to 1, and how the place is called. */
  readonly places: readonly { readonly at: number; readonly name: string }[];
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** Cells of a heat map: columns of seconds, each with its bins of response time. */
export interface CellReading {
  readonly kind: 'cells';
  readonly title: string;
  readonly endSecond: number;
  /** Response times at the ends of the logarithmic axis. */
  readonly endsNs: readonly [number, number];
  readonly binsPerDecade: number;
  /** `bins`: the number of a bin and how many answers it has, in turns. */
  readonly columns: readonly {
    readonly from: number;
    readonly to: number;
    readonly bins: readonly number[];
  }[];
}

const DIGITS = 4;

/** What a static chart says at each place, for the script that reads it out; the page is whole without. */
export function reading(data: LineReading | CellReading): string {
  return `<script type="application/json" class="reading">${scriptJson(JSON.stringify(data))}</script>`;
}

/** As many digits as are ever said. */
export function short(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(DIGITS));
}
