import type { RunEvents } from '../app/index.ts';
import type { Output } from './outside.ts';
import { type Progress, startProgress } from './progress.ts';
import { stepText } from './step-text.ts';

/** As for a run, but every step is said in a pipe too: bringing up servers is what the command does. */
export function startStackProgress(stderr: Output): Progress {
  const { events, stop } = startProgress(stderr);
  if (stderr.isTerminal) return { events, stop };
  const onStep: RunEvents['onStep'] = (...step) => stderr.write(stepText(...step));
  return { events: { ...events, onStep }, stop };
}
