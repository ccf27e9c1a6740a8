import type { Interval } from '../../contract/point.ts';
import type { ServerNow } from '../../contract/server-now.ts';
import type { Output } from '../outside.ts';
import { type Progress, startProgress } from '../progress.ts';
import { stepText } from '../step-text.ts';
import { visible } from '../visible.ts';
import { type DashboardState, dashboardFrame, type ToldSecond } from './dashboard-frame.ts';

// The alternate screen keeps what stood on the terminal before (xterm, "Alternate Screen Buffer").
const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const CLEAR_TO_LINE_END = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const DEFAULT_ROWS = 24;
/** A server whose page is slow to make is read less often than each second. */
const FRESH_SECONDS = 5;
/** An hour; the sparklines look no further back. */
const MOST_SECONDS = 3600;

/**
 * The whole terminal during a run, one write a frame, from the top left corner over the frame before: nothing
 * flickers, and the next frame fits a terminal that was resized. Warnings are said again on the screen
 * that stays. Without a terminal: the usual progress.
 */
export function startDashboard(stderr: Output): Progress {
  if (!stderr.isTerminal) return startProgress(stderr);
  let state: DashboardState = { workload: null, lengthMs: null, seconds: [], lines: [] };
  const warnings: string[] = [];
  let isOpen = true;
  let told: { readonly now: ServerNow; seconds: number } | null = null;
  const second = (interval: Interval, response: ToldSecond['response']): ToldSecond => {
    const server = told && told.seconds < FRESH_SECONDS ? told.now : null;
    if (told) told.seconds += 1;
    return { interval, response, server };
  };
  stderr.write(ENTER);
  const forget = stderr.atExit?.(LEAVE);
  const draw = (change: Partial<DashboardState>) => {
    state = { ...state, ...change };
    if (!isOpen) return;
    const lines = dashboardFrame(state, stderr.columns(), stderr.rows?.() ?? DEFAULT_ROWS);
    stderr.write(
      HOME + lines.map((line) => `${line}${CLEAR_TO_LINE_END}\r\n`).join('') + CLEAR_BELOW,
    );
  };
  return {
    events: {
      onWarning: (message) => {
        const line = `bench: ${visible(message)}`;
        warnings.push(line);
        draw({ lines: [...state.lines, line] });
      },
      onStep: (...step) => draw({ lines: [...state.lines, stepText(...step).trimEnd()] }),
      onLoad: (workload, lengthMs) => {
        told = null;
        draw({ workload, lengthMs, seconds: [] });
      },
      onServerReading: (now) => {
        told = { now, seconds: 0 };
      },
      onInterval: (interval, response) =>
        draw({ seconds: [...state.seconds, second(interval, response)].slice(-MOST_SECONDS) }),
    },
    stop: () => {
      if (!isOpen) return;
      isOpen = false;
      forget?.();
      stderr.write(LEAVE + warnings.map((line) => `${line}\n`).join(''));
    },
  };
}
