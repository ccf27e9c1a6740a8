import { mkdir, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BenchError } from '../contract/bench-error.ts';
import type { ComparisonDocument } from '../contract/comparison-document.ts';
import { comparisonId } from './compare/build-comparison.ts';
import { type ComparisonFormat, renderComparison } from './compare/render-comparison.ts';
import { reportsUnwritable } from './reports-unwritable.ts';
import { COMPARISON_FILE, RUNS_FOLDER } from './result-files.ts';
import { openResultStore } from './result-store.ts';
import { writeWhole } from './write-whole.ts';

/** Where a comparison went. */
export interface WrittenComparison {
  readonly document: ComparisonDocument;
  readonly folder: string;
  /** Those that were written, whole. */
  readonly files: readonly string[];
  /** Why files are missing (the disk is full, the folder is gone); null when all were written. */
  readonly unwritten: BenchError | null;
}

/** The folder of a comparison that is being measured. */
export interface ComparisonRecord {
  readonly id: string;
  /** Where its runs are to leave their results; taken from `cwd` as the folder of all is. */
  readonly runsFolder: string;
  /**
   * Writes down what there is so far: whoever is killed leaves that.
   * @throws BenchError 'reports-unwritable'
   */
  keep(document: ComparisonDocument): Promise<void>;
  /** Writes the document and its reports; raises nothing. */
  finish(document: ComparisonDocument): Promise<WrittenComparison>;
  /** Takes the folder away where nothing is in it. */
  forget(): Promise<void>;
}

/** In the order they are written: the one that cannot be made again comes first. */
const FILES: readonly (readonly [string, ComparisonFormat])[] = [
  [COMPARISON_FILE, 'json'],
  ['report.md', 'md'],
  ['report.html', 'html'],
];
const LOOK = { color: false, width: 100 };
const MOST_ATTEMPTS = 1000;

/**
 * Makes the folder of a comparison that begins now.
 * @param reportsFolder taken from `cwd`
 * @throws BenchError 'reports-unwritable' naming the folder
 */
export async function beginComparison(
  reportsFolder: string,
  cwd: string,
  made: Pick<ComparisonDocument, 'startedAt' | 'origin' | 'targets'>,
): Promise<ComparisonRecord> {
  const root = resolve(cwd, reportsFolder);
  await openResultStore(root, cwd);
  const id = await ownFolder(root, made).catch((cause) => {
    throw reportsUnwritable(root, cause);
  });
  const folder = join(root, id);
  return {
    id,
    runsFolder: join(reportsFolder, id, RUNS_FOLDER),
    keep: (document) => write(folder, FILES.slice(0, 1), document, () => undefined),
    finish: async (document) => {
      const files: string[] = [];
      const unwritten = await write(folder, FILES, document, (file) => files.push(file)).then(
        () => null,
        (error: BenchError) => error,
      );
      return { document, folder, files, unwritten };
    },
    forget: async () => {
      for (const path of [join(folder, RUNS_FOLDER), folder]) {
        await rmdir(path).catch(() => undefined);
      }
    },
  };
}

async function write(
  folder: string,
  files: typeof FILES,
  document: ComparisonDocument,
  onWritten: (file: string) => void,
): Promise<void> {
  try {
    for (const [name, format] of files) {
      const file = join(folder, name);
      await writeWhole(file, renderComparison(document, format, LOOK));
      onWritten(file);
    }
  } catch (cause) {
    throw reportsUnwritable(folder, cause);
  }
}

/** mkdir without `recursive` fails on a folder that is there, so two processes never share one. */
async function ownFolder(
  root: string,
  { startedAt, origin, targets }: Parameters<typeof beginComparison>[2],
): Promise<string> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const id = comparisonId(startedAt, origin, [targets.a, targets.b, attempt]);
    const isMine = await mkdir(join(root, id)).then(
      () => true,
      (cause: NodeJS.ErrnoException) => {
        if (cause.code === 'EEXIST') return false;
        throw cause;
      },
    );
    if (isMine) return id;
  }
  throw new Error(`${MOST_ATTEMPTS} comparisons of this second are there already`);
}
