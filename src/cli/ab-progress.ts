import type { AbEvents, RunEvents } from '../app/index.ts';
import type { Comparison } from '../contract/comparison.ts';
import type { Output } from './outside.ts';
import { startProgress } from './progress.ts';
import { visible } from './visible.ts';

type PlannedPair = Parameters<NonNullable<AbEvents['onPair']>>[0];

/** What runs tell as ever, and beside it which one it is and what the pairs so far say. */
export interface AbProgress {
  readonly runEvents: RunEvents;
  readonly abEvents: AbEvents;
  /** Takes the live line away. */
  stop(): void;
}

/** On a terminal each run; in a pipe a line for each pair, so that a long job's log shows that it goes on. */
export function startAbProgress(
  stderr: Output,
  names: { readonly a: string; readonly b: string },
  estimateOf: (sofar: Comparison) => string,
): AbProgress {
  const { events, stop } = startProgress(stderr);
  const say = (line: string) => {
    if (stderr.isTerminal) stop();
    stderr.write(`${visible(line)}\n`);
  };
  return {
    runEvents: events,
    abEvents: {
      onRun: (pair, of, side) => {
        if (stderr.isTerminal) say(`${titleOf(pair, of)} · ${side.toUpperCase()} ${names[side]}`);
      },
      onPair: (pair, of, sofar, why) => {
        const doubt = why === null ? '' : ` · to be measured once more: ${why}`;
        const words = sofar ? estimateOf(sofar) : 'nothing to tell yet';
        say(`${titleOf(pair, of)} done: ${words}${doubt}`);
      },
    },
    stop,
  };
}

function titleOf({ nth, role }: PlannedPair, of: number): string {
  const count = nth < of ? `pair ${nth + 1} of ${of}` : `pair ${nth + 1}`;
  switch (role) {
    case 'first':
      return count;
    case 'repeat':
      return `${count}, in place of another`;
    case 'confirmation':
      return `${count}, to confirm`;
  }
}
