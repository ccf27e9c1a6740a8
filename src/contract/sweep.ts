/** Several loads in one run, one point each. */
export interface Sweep {
  readonly over: 'qps' | 'concurrency';
  readonly values: readonly number[];
}

const SWEEP_EXAMPLE = 'qps=50,100,200 or concurrency=1,2,4..64';
const MOST_POINTS = 100;
const NUMBER = /^\d+(\.\d+)?$/;

/**
 * "concurrency=1,2,4..64" → 1, 2, 4, 8, 16, 32, 64: `..` goes on as the numbers before it began, by
 * their ratio where three of them have one, else by their difference, else one by one.
 * A string says what is wrong.
 */
export function parseSweep(text: string): Sweep | string {
  const match = /^\s*(qps|concurrency)\s*=\s*(.+)$/.exec(text);
  if (!match) return `"${text}" is not a sweep; write ${SWEEP_EXAMPLE}`;
  const over = match[1] as Sweep['over'];
  const values: number[] = [];
  for (const item of (match[2] ?? '').split(',').map((word) => word.trim())) {
    const mistake = addItem(values, item);
    if (mistake) return mistake;
  }
  return mistakeIn(over, values) ?? { over, values };
}

function addItem(values: number[], item: string): string | undefined {
  const [first = '', last, ...rest] = item.split('..');
  const ends = last === undefined ? [first] : [first, last];
  if (rest.length > 0 || !ends.every((end) => NUMBER.test(end))) {
    return `"${item}" is not a number or a range; write ${SWEEP_EXAMPLE}`;
  }
  values.push(Number(first));
  if (last !== undefined) goOn(values, Number(last));
  return undefined;
}

/** Extends the list up to and including `last`, in the steps it has. */
function goOn(values: number[], last: number): void {
  const [c = 0, b, a] = values.slice(-3).reverse();
  const geometric = a !== undefined && b !== undefined && a > 0 && b / a === c / b && c > b;
  const step = b === undefined ? 1 : c - b;
  if (!geometric && step <= 0) return;
  for (let value = c; values.length <= MOST_POINTS; values.push(value)) {
    value = geometric ? (value * c) / (b ?? 1) : value + step;
    if (value > last) break;
  }
}

function mistakeIn(over: Sweep['over'], values: readonly number[]): string | undefined {
  if (values.length > MOST_POINTS) return `a sweep of more than ${MOST_POINTS} points`;
  if (values.some((value) => value <= 0)) return 'every point of a sweep must be more than 0';
  if (values.some((value, index) => index > 0 && value <= (values[index - 1] ?? 0))) {
    return 'the points of a sweep must rise: a server that was overloaded is not itself afterwards';
  }
  if (over === 'concurrency' && !values.every(Number.isInteger)) {
    return 'concurrency must be whole numbers';
  }
  return undefined;
}

/** A sweep as a user writes it; `parseSweep` reads it back. */
export function printSweep({ over, values }: Sweep): string {
  return `${over}=${values.join(',')}`;
}
