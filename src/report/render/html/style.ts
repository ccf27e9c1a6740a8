import { CHART_STYLE } from './style-charts.ts';
import { COLOR_STYLE } from './style-colors.ts';
import { LAYOUT_STYLE } from './style-layout.ts';
import { PRINT_STYLE } from './style-print.ts';

/** The whole style sheet, inlined into the page. */
export const STYLE = [COLOR_STYLE, LAYOUT_STYLE, CHART_STYLE, PRINT_STYLE].join('');
