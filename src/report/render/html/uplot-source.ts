import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** uPlot as it is published, with the notice its licence asks for: it defines the global `uPlot`. */
export const UPLOT_SCRIPT = `/* uPlot, (c) Leon Sorokin, MIT licence */
${readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8').trim()}
`;

export const UPLOT_STYLE = readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8');
