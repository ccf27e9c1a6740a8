import { terminalText } from '../escape.ts';
import type { RenderOptions } from '../renderer.ts';
import { paint, type Style } from './paint.ts';
import { wrap } from './wrap.ts';

const INDENT = '  ';

/** A sentence as indented lines of the terminal's width; `bullet` stands before the first. */
export function textLines(
  sentence: string,
  { width, color }: RenderOptions,
  style?: Style,
  bullet = '',
): string[] {
  const room = Math.max(20, width - INDENT.length - bullet.length);
  return wrap(terminalText(sentence), room).map((line, index) => {
    const start = index === 0 ? bullet : ' '.repeat(bullet.length);
    return INDENT + start + paint(line, style, color);
  });
}
