import type { Section } from './layout.ts';
import { serverPanel } from './panel.ts';
import { SERVER_ROWS } from './server-rows.ts';

/** What Triton says of itself, row by row, as queries. */
export const serverSections: readonly Section[] = SERVER_ROWS.map(({ title, panels }) => ({
  title,
  panels: panels.map((panel) => serverPanel(panel.title, panel.description, panel.metrics)),
}));
