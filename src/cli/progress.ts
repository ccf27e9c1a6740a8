import type { RunEvents } from '../app/index.ts';
import { grouped } from '../contract/grouped.ts';
import type { Interval } from '../contract/point.ts';
import { describeLoad, describeTime } from './describe-load.ts';
import type { Output } from './outside.ts';
import { PullLine } from './pull-line.ts';
import { stepText } from './step-text.ts';
import { visible } from './visible.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Steps and one live line on a terminal; nothing at all in a pipe but warnings. */
export interface Progress {
  readonly events: RunEvents;
  /** Takes the live line away. */
  stop(): void;
}

export function startProgress(stderr: Output): Progress {
  const warn = (message: string) => stderr.write(`bench: ${visible(message)}\n`);
  if (!stderr.isTerminal) return { events: { onWarning: warn }, stop: () => undefined };
  let lengthMs: number | null = null;
  const pulls = new PullLine();
  let hasLiveLine = false;
  const live = (line: string) => {
    hasLiveLine = true;
    stderr.write(CLEAR_LINE + line.slice(0, Math.max(0, stderr.columns() - 1)));
  };
  return {
    events: {
      onWarning: warn,
      onStep: (...step) => {
        stderr.write((hasLiveLine ? CLEAR_LINE : '') + stepText(...step));
        hasLiveLine = false;
      },
      onPull: (...pull) => live(`  ${visible(pulls.update(...pull))}`),
      onLoad: (workload, totalMs) => {
        lengthMs = totalMs;
        stderr.write(`  ${visible(describeLoad(workload))}\n`);
      },
      onInterval: (interval, lastSecond) => {
        live(describeSecond(interval, lengthMs, lastSecond));
      },
    },
    stop: () => stderr.write(CLEAR_LINE),
  };
}

/** `second` is the last whole second; its percentiles say how things are now, not on average. */
function describeSecond(
  i: Interval,
  lengthMs: number | null,
  lastSecond: { readonly p50Ms: number | null; readonly p99Ms: number | null },
): string {
  const ms = (value: number | null) => (value === null ? '–' : `${value.toPrecision(3)} ms`);
  const errors = i.failed + i.timedOut;
  return [
    `  ${describeTime(i, lengthMs)}`,
    `${grouped(String(i.sent))}/s sent`,
    `${grouped(String(i.inFlight))} in flight`,
    `p50 ${ms(lastSecond.p50Ms)}`,
    `p99 ${ms(lastSecond.p99Ms)}`,
    `${grouped(String(errors))} errors`,
  ].join(' · ');
}
