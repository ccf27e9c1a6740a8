import { appendFile, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { writeWhole } from '../write-whole.ts';
import { FITS } from './text-limits.ts';

/**
 * A text as a file, whole or not at all; folders on the way are made.
 * @returns its path
 * @throws the system's error
 */
export async function keepText(path: string, text: string, cwd: string): Promise<string> {
  const file = resolve(cwd, path);
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, text);
  return file;
}

/**
 * Adds a text to the summary of a job: the file that GITHUB_STEP_SUMMARY names.
 * @param textFor the text, cut so that it fits
 * @throws the system's error, or an Error when others have used up the room
 */
export async function addToSummary(
  file: string,
  textFor: (fits: (text: string) => boolean) => string,
): Promise<void> {
  const taken = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  const fits = (text: string) => FITS.summary(`\n${text}`, taken);
  const text = textFor(fits);
  if (!fits(text)) throw new Error(`it holds ${taken} bytes already, and 1 MiB is the limit`);
  await appendFile(file, `\n${text}`);
}
