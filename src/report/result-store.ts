import { mkdir, mkdtemp, open, rename, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import { makeFolder } from './make-folder.ts';
import { type ReportFormat, render } from './render/renderers.ts';
import { RESULT_FILE, type ResultReader, resultReader } from './result-reader.ts';
import { runId } from './run-id.ts';

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

/** The folder that runs leave their results in. */
interface ResultStore extends ResultReader {
  /** Raises nothing: what was measured is handed back even where it cannot be written. */
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
    await makeFolder(root);
    // Tried, not asked: permission bits say nothing of a full or a read-only disk.
    await rmdir(await mkdtemp(join(root, '.probe-')));
  } catch (cause) {
    throw unwritable(root, cause);
  }
  return { ...resultReader(root, cwd), write: (doc) => writeResult(root, doc) };
}

async function writeResult(root: string, doc: ResultDocument): Promise<WrittenResult> {
  const files: string[] = [];
  let document = doc;
  try {
    document = await withFolderOfItsOwn(root, doc);
    for (const [name, format] of FILES) {
      const path = join(root, document.id, name);
      await writeWhole(path, render(document, format, PLAIN));
      files.push(path);
    }
    return { document, folder: join(root, document.id), files, unwritten: null };
  } catch (cause) {
    const folder = join(root, document.id);
    // Taken away only where it is empty.
    await rmdir(folder).catch(() => undefined);
    return { document, folder, files, unwritten: unwritable(folder, cause) };
  }
}

/** mkdir without `recursive` fails on a folder that is there, so no run writes into another's. */
async function withFolderOfItsOwn(root: string, doc: ResultDocument): Promise<ResultDocument> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const id = attempt === 0 ? doc.id : runId(doc.startedAt, doc, attempt);
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
