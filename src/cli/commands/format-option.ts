import { Option } from 'commander';
import type { ReportFormat } from '../../app/index.ts';

/** The forms a result can be shown in; the renderers themselves are loaded when one is. */
export const REPORT_FORMATS: readonly ReportFormat[] = [
  'text',
  'md',
  'html',
  'json',
  'csv',
  'junit',
  'hgrm',
  'hlog',
];

export function formatOption(description: string): Option {
  return new Option('--format <form>', description).choices(REPORT_FORMATS).default('text');
}
