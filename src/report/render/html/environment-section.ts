import type { ResultDocument } from '../../../contract/result-document.ts';
import { configTable } from '../../facts/config-table.ts';
import { environmentTable } from '../../facts/environment-table.ts';
import { generatorTable, workersTable } from '../../facts/generator-table.ts';
import { workloadTable } from '../../facts/workload-table.ts';
import { columns } from './columns.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** Everything one has to know to tell whether two results may be compared. */
export function environmentSection(doc: ResultDocument): string {
  const ofPoints = doc.points.flatMap((point) => {
    const generator = [generatorTable(point), workersTable(point)].filter(
      (table) => table !== null,
    );
    return [workloadTable(point), ...generator].map((table) => htmlTable(table));
  });
  return section(
    'environment',
    'Environment and configuration',
    columns([htmlTable(environmentTable(doc)), ...ofPoints, htmlTable(configTable(doc))]),
  );
}
