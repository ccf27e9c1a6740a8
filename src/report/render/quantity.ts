import { grouped } from '../../contract/grouped.ts';

/**
 * The only place where numbers become words: three significant digits, the unit chosen per number.
 * Everything before it is in base units (ns, bytes, shares of 1, per second).
 */

const TIME_UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
] as const;
const BYTE_UNITS = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;
const BYTES_PER_GIB = 2 ** 30;
const DIGITS = 3;
const MOST_PERCENT = 1e9;

/** Rounded to significant digits, never in exponent form: 0.0001234 → "0.000123". */
function significant(value: number, digits = DIGITS): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)));
  const decimals = Math.max(0, Math.min(20, digits - 1 - magnitude));
  const [whole = '', fraction] = rounded.toFixed(decimals).split('.');
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
}

function timeUnitOf(ns: number): readonly [string, number] {
  const rounded = Number(ns.toPrecision(DIGITS));
  return TIME_UNITS.find(([, factor]) => rounded >= factor) ?? ['ns', 1];
}

/** 1234567 → "1.23 ms". Nanoseconds have no decimals. */
export function time(ns: number): string {
  const [unit, factor] = timeUnitOf(ns);
  return `${factor === 1 ? Math.round(ns) : significant(ns / factor)} ${unit}`;
}

/** A time that was chosen, not measured: 10000000 → "10 ms", every digit kept. */
export function exactTime(ns: number): string {
  if (ns === 0) return '0 s';
  const [unit, factor] = timeUnitOf(ns);
  return `${Number((ns / factor).toPrecision(12))} ${unit}`;
}

/** "1.20 … 1.31 ms": the unit once where both ends share it. */
export function timeRange(lowNs: number, highNs: number): string {
  const low = time(lowNs);
  const high = time(highNs);
  const [lowNumber = '', lowUnit] = low.split(' ');
  return lowUnit === high.split(' ')[1] ? `${lowNumber} … ${high}` : `${low} … ${high}`;
}

/** A count is exact: 6000 → "6,000". */
export function count(value: number): string {
  return grouped(String(Math.round(value)));
}

/** A number without a unit, such as a mean batch size: 2.3456 → "2.35". */
export function ratio(value: number): string {
  return significant(value);
}

/** One decimal below 1,000, so that a true 200 reads 200.0/s. */
export function rate(perSecond: number): string {
  if (perSecond === 0) return '0/s';
  if (perSecond < 10) return `${significant(perSecond)}/s`;
  return perSecond < 999.95 ? `${perSecond.toFixed(1)}/s` : `${count(perSecond)}/s`;
}

/** A rate that was chosen, such as a mark on an axis: 250 → "250/s", every digit kept. */
export function exactRate(perSecond: number): string {
  const [whole = '', fraction] = String(Number(perSecond.toPrecision(12))).split('.');
  return `${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}/s`;
}

/** 0.0167 → "1.67 %". What is not quite all never reads "100 %", what is not nothing never "0 %". */
export function share(value: number): string {
  const percent = value * 100;
  // A file may hold any number.
  if (percent > MOST_PERCENT) return `over ${grouped(String(MOST_PERCENT))} %`;
  if (percent <= 99.95 || percent >= 100) return `${trimmed(significant(percent))} %`;
  const decimals = Math.min(9, Math.ceil(-Math.log10(100 - percent)));
  const floored = Math.floor(percent * 10 ** decimals) / 10 ** decimals;
  return `${floored.toFixed(decimals)} %`;
}

/** A signed share, for margins: −0.052 → "−5.2 %". */
export function margin(value: number): string {
  const sign = value < 0 ? '−' : '+';
  return sign + share(Math.abs(value));
}

/** 25690112 → "25.7 MB". */
export function bytes(value: number): string {
  const [unit, factor] = BYTE_UNITS.find(([, size]) => value >= size) ?? ['B', 1];
  return `${factor === 1 ? value : significant(value / factor)} ${unit}`;
}

/** Main memory is counted in powers of two. */
export function memory(value: number): string {
  return `${significant(value / BYTES_PER_GIB)} GiB`;
}

function trimmed(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}
