import type { Panel, PanelBody, Row } from './dashboard-model.ts';

/** A titled row of panels. */
export interface Section {
  readonly title: string;
  readonly panels: readonly PanelBody[];
}

/** Grafana's grid. */
const COLUMNS = 24;
const PANEL_HEIGHT = 8;

/** Panels of one section share its width: fours in one line, else at most three; ids count from 1. */
export function layout(sections: readonly Section[]): readonly (Panel | Row)[] {
  const placed: (Panel | Row)[] = [];
  let y = 0;
  for (const { title, panels } of sections) {
    const rowId = placed.length + 1;
    placed.push({
      ...{ id: rowId, type: 'row', title, collapsed: false, panels: [] },
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
    });
    y += 1;
    const beside = panels.length % 4 === 0 ? 4 : Math.min(panels.length, 3);
    const w = COLUMNS / beside;
    panels.forEach((panel, index) => {
      const line = Math.floor(index / beside);
      placed.push({
        ...panel,
        id: rowId + 1 + index,
        gridPos: { x: (index % beside) * w, y: y + line * PANEL_HEIGHT, w, h: PANEL_HEIGHT },
      });
    });
    y += Math.ceil(panels.length / beside) * PANEL_HEIGHT;
  }
  return placed;
}
