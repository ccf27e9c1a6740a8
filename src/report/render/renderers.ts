import type { ResultDocument } from '../../contract/result-document.ts';
import { csv } from './csv/csv.ts';
import { hgrm } from './hdr/hgrm.ts';
import { hlog } from './hdr/hlog.ts';
import { html } from './html/html.ts';
import { json } from './json.ts';
import { junit } from './junit/junit.ts';
import { markdown } from './markdown/markdown.ts';
import type { Renderer, RenderOptions } from './renderer.ts';
import { text } from './text/text.ts';

const RENDERERS = {
  ...{ text, md: markdown, html, json },
  ...{ csv, junit, hgrm, hlog },
} as const satisfies Record<string, Renderer>;

export type ReportFormat = keyof typeof RENDERERS;

/** Every form a result can take. */
export const FORMATS = Object.keys(RENDERERS) as readonly ReportFormat[];

/** A document as a report; see `RenderOptions` for what may be chosen. */
export function render(doc: ResultDocument, format: ReportFormat, options: RenderOptions): string {
  return RENDERERS[format](doc, options);
}
