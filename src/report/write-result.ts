import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchError } from '../contract/bench-error.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import { snapshotBody } from './grafana/snapshot/snapshot-body.ts';
import { type ReportFormat, render } from './render/renderers.ts';
import { reportsUnwritable } from './reports-unwritable.ts';
import { RESULT_FILE } from './result-files.ts';
import { writeWhole } from './write-whole.ts';

/** Where a result went. */
export interface WrittenResult {
  /** As it was stored: with another id than asked for where that one was taken. */
  readonly document: ResultDocument;
  readonly folder: string;
  /** Those that were written, whole. */
  readonly files: readonly string[];
  /** Why files are missing (the disk is full, the folder is gone); null when all were written. */
  readonly unwritten: BenchError | null;
}

/** In the order they are written: the one that cannot be made again comes first. */
const FILES: readonly (readonly [string, (doc: ResultDocument) => string])[] = [
  [RESULT_FILE, as('json')],
  ['report.md', as('md')],
  ['report.html', as('html')],
  ['snapshot.json', snapshotFile],
];

/** Those that --write asks for. */
const FURTHER_FILES = {
  csv: 'report.csv',
  junit: 'junit.xml',
  hgrm: 'report.hgrm',
  hlog: 'report.hlog',
} as const;

function filesOf({ config }: ResultDocument): typeof FILES {
  const wanted = Array.isArray(config.write) ? config.write : [];
  const further = Object.entries(FURTHER_FILES).filter(([format]) => wanted.includes(format));
  return [
    ...FILES,
    ...further.map(([format, name]) => [name, as(format as ReportFormat)] as const),
  ];
}

function as(format: ReportFormat): (doc: ResultDocument) => string {
  return (doc) => render(doc, format, { color: false, width: 100 });
}

/** What Grafana takes as it is: POST /api/snapshots. */
function snapshotFile(doc: ResultDocument): string {
  return `${JSON.stringify(snapshotBody(doc))}\n`;
}

/**
 * Writes a result and its reports into a folder that is there.
 * @param document its `id` is the folder's name
 * @param onKept the result is on the disk, the reports are not yet
 */
export async function writeResult(
  folder: string,
  document: ResultDocument,
  onKept: () => Promise<void> = async () => undefined,
): Promise<WrittenResult> {
  const files: string[] = [];
  try {
    for (const [name, textOf] of filesOf(document)) {
      const path = join(folder, name);
      await writeWhole(path, textOf(document));
      files.push(path);
      if (name === RESULT_FILE) await onKept();
    }
    return { document, folder, files, unwritten: null };
  } catch (cause) {
    // Taken away only where it is empty.
    await rmdir(folder).catch(() => undefined);
    return { document, folder, files, unwritten: reportsUnwritable(folder, cause) };
  }
}
