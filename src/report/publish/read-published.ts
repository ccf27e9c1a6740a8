import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseComparison } from '../parse-comparison.ts';
import { COMPARISON_FILE } from '../result-files.ts';
import { resultReader } from '../result-reader.ts';
import type { PublishedDocument } from './published.ts';

/**
 * A result or a comparison that was stored.
 * @param which an id, a folder, a file, or "latest": the newest of both
 * @throws BenchError 'result-unreadable' that says what is wrong with it
 */
export async function readPublished(
  which: string,
  reportsFolder: string,
  cwd: string,
): Promise<PublishedDocument> {
  const root = resolve(cwd, reportsFolder);
  const results = resultReader(reportsFolder, cwd);
  const found =
    which === 'latest'
      ? await newestComparison(root, (await results.list()).find((run) => run.isFinished)?.id)
      : await comparisonAt([resolve(cwd, which), join(root, which)]);
  return found ? parseComparison(found.text, found.file) : results.read(which);
}

/** As runs name their folders: the time comes first, so their order is that of the runs. */
const TIMED = /^\d{8}-\d{6}-/;

interface FoundText {
  readonly file: string;
  readonly text: string;
}

async function comparisonAt(paths: readonly string[]): Promise<FoundText | null> {
  for (const path of paths) {
    const inFolder = join(path, COMPARISON_FILE);
    const text = await textOf(inFolder);
    if (text !== null) return { file: inFolder, text };
    const itself = await textOf(path);
    if (itself !== null) return isComparisonText(itself) ? { file: path, text: itself } : null;
  }
  return null;
}

async function newestComparison(
  root: string,
  newestResult: string | undefined,
): Promise<FoundText | null> {
  const names = await readdir(root).catch(() => []);
  for (const name of names
    .filter((one) => TIMED.test(one))
    .sort()
    .reverse()) {
    if (newestResult !== undefined && name < newestResult) return null;
    const file = join(root, name, COMPARISON_FILE);
    const text = await textOf(file);
    if (text !== null) return { file, text };
  }
  return null;
}

/** Whatever else is wrong with a file is said by who reads it as a result. */
function isComparisonText(text: string): boolean {
  try {
    return JSON.parse(text)?.kind === 'comparison';
  } catch {
    return false;
  }
}

function textOf(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}
