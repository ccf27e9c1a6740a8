const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?Z$/;
const MS_PER_DAY = 86_400_000;

/**
 * "2026-11-23T14:30:15.000Z" → milliseconds since 1970, without `Date`, which also reads the clock.
 * Days by the proleptic Gregorian calendar, counted from 1 March so that the leap day comes last.
 */
export function epochOf(iso: string): number {
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, part = 0] = (
    ISO.exec(iso) ?? []
  ).map((text) => Number(text ?? 0));
  const isBeforeMarch = month <= 2;
  const marchYear = isBeforeMarch ? year - 1 : year;
  const marchMonth = isBeforeMarch ? month + 9 : month - 3;
  const leapDays = floor(marchYear / 4) - floor(marchYear / 100) + floor(marchYear / 400);
  const dayOfYear = floor((153 * marchMonth + 2) / 5) + day - 1;
  const days = marchYear * 365 + leapDays + dayOfYear - DAYS_TO_1970;
  const seconds = (hour * 60 + minute) * 60 + second + part;
  return days * MS_PER_DAY + Math.round(seconds * 1000);
}

/** From 1 March of year 0. */
const DAYS_TO_1970 = 719_468;

function floor(value: number): number {
  return Math.floor(value);
}
