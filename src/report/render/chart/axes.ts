import type { Canvas } from './canvas.ts';
import type { Scale } from './latency-scale.ts';
import { element, label } from './svg.ts';

export interface XTick {
  readonly x: number;
  readonly text: string;
}

/** Horizontal lines with their values on the left. */
export function yAxis(scale: Scale, format: (value: number) => string, canvas: Canvas): string {
  const lines = scale.ticks.map((tick) => {
    const y = scale(tick);
    const line = element('line', {
      class: 'grid',
      x1: canvas.left,
      x2: canvas.right,
      y1: y,
      y2: y,
    });
    return (
      line +
      label(tick === 0 ? '0' : format(tick), {
        class: 'tick',
        x: canvas.left - 8,
        y: y + 4,
        'text-anchor': 'end',
      })
    );
  });
  return element('g', { 'aria-hidden': 'true' }, lines.join(''));
}

/** Vertical lines with their values below, and what the axis is. */
export function xAxis(ticks: readonly XTick[], title: string, canvas: Canvas): string {
  const { top, bottom, right } = canvas;
  const lines = ticks.map(({ x, text }) => {
    const line = element('line', { class: 'grid', x1: x, x2: x, y1: top, y2: bottom });
    return line + label(text, { class: 'tick', x, y: bottom + 18, 'text-anchor': 'middle' });
  });
  const base = element('line', {
    class: 'axis',
    x1: canvas.left,
    x2: right,
    y1: bottom,
    y2: bottom,
  });
  const name = label(title, {
    class: 'axis-title',
    x: right,
    y: bottom + 36,
    'text-anchor': 'end',
  });
  return element('g', { 'aria-hidden': 'true' }, lines.join('') + base + name);
}
