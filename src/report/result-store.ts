import { mkdir, mkdtemp, open, rename, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import { type ReportFormat, render } from './render/renderers.ts';
import { RESULT_FILE, type ResultReader, resultReader } from './result-reader.ts';
import { runId } from './run-id.ts';

/** Where a result went. */
export interface WrittenResult {
  /** As it was stored: with another id than asked for where that one was taken. */
  readonly document: ResultDocument;
  readonly folder: string;
  readonly files: readonly string[];
}

/** The folder that runs leave their results in. */
interface ResultStore extends ResultReader {
  /** @throws BenchError 'reports-unwritable' when the disk is full or the folder is gone */
  write(doc: ResultDocument): Promise<WrittenResult>;
}

/** In the order they are written: the one that cannot be made again comes first. */
const FILES: readonly (readonly [string, ReportFormat])[] = [
  [RESULT_FILE, 'json'],
  ['report.md', 'md'],
  ['report.html', 'html'],
];
const PLAIN = { color: false, width: 100 };
const MOST_ATTEMPTS = 1000;

/**
 * Makes the folder where it is missing and looks whether results can be written, before any load.
 * @param reportsFolder taken from `cwd`
 * @throws BenchError 'reports-unwritable' naming the folder
 */
export async function openResultStore(reportsFolder: string, cwd: string): Promise<ResultStore> {
  const root = resolve(cwd, reportsFolder);
  try {
    await mkdir(root, { recursive: true });
    // Tried, not asked: permission bits say nothing of a full or a read-only disk.
    await rmdir(await mkdtemp(join(root, '.probe-')));
  } catch (cause) {
    throw unwritable(root, cause);
  }
  return { ...resultReader(root, cwd), write: (doc) => writeResult(root, doc) };
}

async function writeResult(root: string, doc: ResultDocument): Promise<WrittenResult> {
  try {
    const document = await withFolderOfItsOwn(root, doc);
    const folder = join(root, document.id);
    const files = FILES.map(([name]) => join(folder, name));
    for (const [name, format] of FILES) {
      await writeWhole(join(folder, name), render(document, format, PLAIN));
    }
    return { document, folder, files };
  } catch (cause) {
    if (cause instanceof BenchError) throw cause;
    throw unwritable(join(root, doc.id), cause);
  }
}

/** mkdir without `recursive` fails on a folder that is there, so no run writes into another's. */
async function withFolderOfItsOwn(root: string, doc: ResultDocument): Promise<ResultDocument> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const id = attempt === 0 ? doc.id : runId(doc.startedAt, doc.points[0]?.workload, attempt);
    const isMine = await mkdir(join(root, id)).then(
      () => true,
      (cause: NodeJS.ErrnoException) => {
        if (cause.code === 'EEXIST') return false;
        throw cause;
      },
    );
    if (isMine) return { ...doc, id };
  }
  throw new Error(`${MOST_ATTEMPTS} results of this second are there already`);
}

/** A reader sees the whole file or none: written beside it, flushed, then renamed. */
async function writeWhole(path: string, content: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
}

function unwritable(folder: string, cause: unknown): BenchError {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new BenchError('reports-unwritable', `results cannot be written to ${folder}: ${reason}`, {
    hint: 'make room there or change its permissions, or name another folder with --reports',
    cause,
  });
}
