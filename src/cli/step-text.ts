import { visible } from './visible.ts';

/** A step that is done, in one line. */
export function stepText(step: string, detail: string, tookMs: number): string {
  return `✔ ${visible(`${step}: ${detail}`)} (${(tookMs / 1000).toFixed(1)} s)\n`;
}
