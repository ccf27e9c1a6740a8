import { htmlText } from '../escape.ts';
import { element } from './svg.ts';

/** Every chart is drawn twice: scaling one drawing to a phone would make its text too small to read. */
export interface Canvas {
  readonly variant: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const WIDE: Canvas = {
  variant: 'wide',
  width: 960,
  height: 320,
  left: 64,
  right: 944,
  top: 18,
  bottom: 276,
};
const NARROW: Canvas = {
  variant: 'narrow',
  width: 360,
  height: 260,
  left: 52,
  right: 350,
  top: 16,
  bottom: 218,
};

/** How a chart is called and what it shows, for those who do not see it. */
export interface ChartNames {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** Both variants of a chart; the page's style shows the one that fits. */
export function bothVariants(
  names: ChartNames,
  draw: (canvas: Canvas) => string,
  height?: number,
): string {
  return [WIDE, NARROW]
    .map((canvas) => (height === undefined ? canvas : { ...canvas, height }))
    .map((canvas) => svgOf(names, canvas, draw(canvas)))
    .join('\n');
}

/** One drawing as wide as a phone, to stand beside others of its kind. */
export function smallVariant(
  names: ChartNames,
  draw: (canvas: Canvas) => string,
  height = NARROW.height,
): string {
  const canvas = { ...NARROW, height };
  return svgOf(names, canvas, draw(canvas), 'small');
}

function svgOf(
  { id, title, description }: ChartNames,
  { variant, width, height, left, top, right, bottom }: Canvas,
  content: string,
  className: string = variant,
): string {
  const [titleId, descriptionId] = [`${id}-${className}-title`, `${id}-${className}-desc`];
  const names =
    element('title', { id: titleId }, htmlText(title)) +
    element('desc', { id: descriptionId }, htmlText(description));
  return element(
    'svg',
    {
      class: `chart ${className}`,
      viewBox: `0 0 ${width} ${height}`,
      'data-plot': `${left} ${top} ${right} ${bottom}`,
      role: 'img',
      'aria-labelledby': `${titleId} ${descriptionId}`,
    },
    names + content,
  );
}
