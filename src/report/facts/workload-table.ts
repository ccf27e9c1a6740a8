import type { Point } from '../../contract/point.ts';
import { bytes, count, exactTime } from '../render/quantity.ts';
import { loadInWords } from './subject.ts';
import { type Cell, leftColumn, type Table } from './table.ts';

/** What was sent, and how: enough to know whether two runs may be compared. */
export function workloadTable(point: Point): Table {
  const { workload } = point;
  const { payload } = workload;
  const rows: Cell[][] = [
    ['Model', { text: modelWords(point), code: true }],
    ['Load', loadInWords(workload)],
    ['Seed', String(workload.seed)],
    ['Protocol', `${workload.protocol}, ${workload.tensorFormat} tensors`],
    ['Batch size', count(workload.batchSize)],
    ['Payload', payloadWords(payload)],
    ['Payload SHA-256', { text: payload.sha256, code: true }],
    ['Cap in flight', count(workload.maxInFlight)],
    ['Timeout', exactTime(workload.timeoutNs)],
    ['Connections', `${count(workload.connections)} opened before the start`],
    ['Engine', `${workload.engine}, ${workload.pacing} pacing, ${workersWords(workload.workers)}`],
  ];
  return { caption: 'Workload', columns: [leftColumn(''), leftColumn('')], rows };
}

function modelWords({ workload }: Point): string {
  const { modelName, modelVersion } = workload;
  return modelVersion === null ? modelName : `${modelName}, version ${modelVersion}`;
}

function payloadWords({ source, distinct, bytesPerRequest }: Point['workload']['payload']): string {
  return `${count(distinct)} different requests of ${source}, ${bytes(bytesPerRequest)} each`;
}

function workersWords(workers: number): string {
  return workers === 1 ? '1 worker' : `${count(workers)} workers`;
}
