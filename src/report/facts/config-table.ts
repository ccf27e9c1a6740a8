import type { ResultDocument } from '../../contract/result-document.ts';
import { leftColumn, type Table } from './table.ts';

/** The whole configuration of the run, as a configuration file would hold it. */
export function configTable({ config }: ResultDocument): Table {
  return {
    caption: 'Configuration',
    columns: [leftColumn('option'), leftColumn('value')],
    rows: Object.entries(config).map(([key, value]) => [
      { text: key, code: true },
      { text: typeof value === 'string' ? value : JSON.stringify(value), code: true },
    ]),
  };
}
