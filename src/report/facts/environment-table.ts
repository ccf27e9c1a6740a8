import type { ResultDocument } from '../../contract/result-document.ts';
import { count, memory } from '../render/quantity.ts';
import { type Cell, leftColumn, type Table } from './table.ts';

/** The machine, the server and the tool that made these numbers. */
export function environmentTable(doc: ResultDocument): Table {
  const { environment, target, tool } = doc;
  const rows: Cell[][] = [
    ['Server', serverWords(target)],
    ['Address', code(target.address)],
    ...Object.entries(target.images ?? {}).map(([service, image]) => [
      `Image of ${service}`,
      code(image),
    ]),
    ['Machine', `${environment.cpuModel}, ${count(environment.cpuCount)} CPUs`],
    ['Memory', memory(environment.memoryBytes)],
    ['System', environment.os + (environment.container ? ', in a container' : '')],
    ['Node', environment.node],
    ['Tool', `${tool.name} ${tool.version}`],
    ['Started', doc.startedAt],
    ['Finished', doc.finishedAt],
    ['Result', code(doc.id)],
  ];
  if (environment.gitRevision !== null) rows.push(['Git revision', code(environment.gitRevision)]);
  if (doc.grafana) rows.push([`Grafana ${doc.grafana.kind}`, code(doc.grafana.url)]);
  for (const [key, value] of Object.entries(doc.labels)) {
    rows.push([code(`label ${key}`), code(value)]);
  }
  return { caption: 'Environment', columns: [leftColumn(''), leftColumn('')], rows };
}

function serverWords({
  driver,
  standIn,
  serverName,
  serverVersion,
}: ResultDocument['target']): string {
  const name = [serverName, serverVersion].filter((part) => part !== null).join(' ');
  return [name || 'name not told', standIn ?? driver].join(', ');
}

function code(text: string): Cell {
  return { text, code: true };
}
