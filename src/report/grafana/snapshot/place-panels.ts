import type { SnapshotPanel } from './snapshot-panel.ts';

const COLUMNS = 24;

/** From left to right, then the next line below the highest of the one before; ids count from 1. */
export function placePanels(
  panels: readonly SnapshotPanel[],
): readonly Readonly<Record<string, unknown>>[] {
  let [x, y, lineHeight] = [0, 0, 0];
  return panels.map(({ size: { w, h }, body }, index) => {
    if (x + w > COLUMNS) [x, y, lineHeight] = [0, y + lineHeight, 0];
    const placed = { id: index + 1, ...body, gridPos: { h, w, x, y } };
    x += w;
    lineHeight = Math.max(lineHeight, h);
    return placed;
  });
}
