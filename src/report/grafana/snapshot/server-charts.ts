import type { ResultDocument } from '../../../contract/result-document.ts';
import type { RunLines } from './run-timeline.ts';
import type { SnapshotPanel } from './snapshot-panel.ts';

export function serverCharts(_doc: ResultDocument, _lines: RunLines): SnapshotPanel[] {
  return [];
}
