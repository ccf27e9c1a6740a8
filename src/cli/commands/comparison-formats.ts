import type { ComparisonFormat } from '../../app/index.ts';

/** The forms a comparison can be shown in; the renderers themselves are loaded when one is. */
export const COMPARISON_FORMATS: readonly ComparisonFormat[] = [
  'text',
  'md',
  'html',
  'json',
  'junit',
];
