import { EXIT_CODE } from './bench-error.ts';

/** What somebody stopped comes first, then what nothing could be measured for, then what was measured. */
const GRAVEST_FIRST: readonly number[] = [
  EXIT_CODE.interrupted,
  EXIT_CODE.usage,
  EXIT_CODE.stackNotStarted,
  EXIT_CODE.loadFailed,
  EXIT_CODE.resultUnreadable,
  EXIT_CODE.invalid,
  EXIT_CODE.gateFailed,
];

/** One exit code for several endings: the gravest of them, 0 where all are fine. */
export function gravestExitCode(codes: readonly number[]): number {
  return GRAVEST_FIRST.find((code) => codes.includes(code)) ?? EXIT_CODE.fine;
}
