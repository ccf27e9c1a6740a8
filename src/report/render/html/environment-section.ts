import type { ResultDocument } from '../../../contract/result-document.ts';
import { configTable } from '../../facts/config-table.ts';
import { environmentTable } from '../../facts/environment-table.ts';
import { generatorTable, workersTable } from '../../facts/generator-table.ts';
import { hasSeveralPoints } from '../../facts/row-subject.ts';
import { workloadTable } from '../../facts/workload-table.ts';
import { columns } from './columns.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** Everything one has to know to tell whether two results may be compared. */
export function environmentSection(doc: ResultDocument): string {
  const isOneOfSeveral = hasSeveralPoints(doc);
  const ofPoints = doc.points.flatMap((point) => {
    const tables = [workloadTable(point), generatorTable(point), workersTable(point)];
    const whose = isOneOfSeveral ? `, ${point.name}` : '';
    return tables
      .filter((table) => table !== null)
      .map((table) => htmlTable({ ...table, caption: table.caption + whose }));
  });
  return section(
    'environment',
    'Environment and configuration',
    columns([htmlTable(environmentTable(doc)), ...ofPoints, htmlTable(configTable(doc))]),
  );
}
