import { runsTable } from '../../facts/runs-table.ts';
import type { RunList } from '../../list/list-runs.ts';
import type { RenderOptions } from '../renderer.ts';
import { textTable } from './text-table.ts';

/** Past runs on a terminal, and how to see the rest of them. */
export function textRuns({ runs, notLookedAt }: RunList, options: RenderOptions): string {
  // A comparison that was cut off has a verdict of what there is, and nothing to recover.
  const isCutOff = runs.some(({ status, verdict }) => status === 'unfinished' && verdict === null);
  const footnotes = [
    ...(isCutOff
      ? [
          'unfinished: still going on, or cut off: bench report --recover <id> shows what it measured',
        ]
      : []),
    ...(notLookedAt > 0 ? [`${notLookedAt} older were not looked at; --limit shows more`] : []),
  ];
  if (runs.length === 0) return ['No such run.', ...footnotes, ''].join('\n');
  // A run is one line, however narrow the terminal: an id that was cut in two could not be copied.
  const width = Number.POSITIVE_INFINITY;
  return `${textTable(runsTable(runs, footnotes), { ...options, width })}\n`;
}
