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

function svgOf({ id, title, description }: ChartNames, canvas: Canvas, content: string): string {
  const { variant, width, height } = canvas;
  const [titleId, descriptionId] = [`${id}-${variant}-title`, `${id}-${variant}-desc`];
  const names =
    element('title', { id: titleId }, htmlText(title)) +
    element('desc', { id: descriptionId }, htmlText(description));
  return element(
    'svg',
    {
      class: `chart ${variant}`,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': `${titleId} ${descriptionId}`,
    },
    names + content,
  );
}
