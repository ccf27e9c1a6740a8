import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import type { Environment } from './environment.ts';

/**
 * A token: the file's text where one is named, else the variable of the environment. Never an argument,
 * which every user of the machine could read.
 * @param flag the option that named the file, for the error
 * @throws BenchError 'config-invalid' when the file cannot be read or is empty
 */
export async function tokenFrom(
  { file, flag, variable }: { file: string | undefined; flag: string; variable: string },
  { cwd, env }: Pick<Environment, 'cwd' | 'env'>,
): Promise<string | undefined> {
  if (file === undefined) return env[variable]?.trim() || undefined;
  const path = resolve(cwd, file);
  const refuse = (what: string, cause?: unknown) =>
    new BenchError('config-invalid', `${flag} ${path} ${what}`, {
      hint: `a file that holds the token and nothing else, or ${variable} in the environment`,
      cause,
    });
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw refuse('cannot be read', cause);
  });
  const token = text.trim();
  if (token === '' || /\s/.test(token)) throw refuse('holds no token');
  return token;
}
