import type { z } from 'zod';
import { BenchError } from '../contract/bench-error.ts';

const MISTAKES_SHOWN = 3;
const WHAT_TO_NAME = 'name the result.json of a run, its folder or its id';

/** A document as it was read: an object that has a version; nothing else of it is known. */
export type StoredJson = Readonly<Record<string, unknown>> & { readonly schemaVersion: string };

/**
 * The text of a document → JSON with a version.
 * @param file its name, for the error
 * @throws BenchError 'result-unreadable' that says which of the ways it is wrong
 */
export function parseStored(text: string, file: string): StoredJson {
  if (text.trim() === '') {
    throw unreadable(`${file} is empty`, 'the run was cut off while it was written; run again');
  }
  const value = parseJson(text, file);
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'string') return value as StoredJson;
  throw unreadable(
    `${file} is JSON, but no result of this tool: it has no schemaVersion`,
    WHAT_TO_NAME,
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const looksCut = text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}');
    throw looksCut
      ? unreadable(
          `${file} ends in the middle, after ${text.length} characters`,
          'it was cut off while it was written or copied; take another copy, or run again',
          cause,
        )
      : unreadable(`${file} is not JSON: ${(cause as SyntaxError).message}`, WHAT_TO_NAME, cause);
  }
}

/** Of a version that nobody here can read. */
export function unknownVersion(file: string, version: string, known: readonly string[]) {
  return unreadable(
    `${file} has schema version ${JSON.stringify(version)}; this version of inferbench reads ${known.join(', ')}`,
    'read it with the version of inferbench that wrote it, or run again',
  );
}

/** Of a document that is not what its version says; `what` is "result document". */
export function unlikeItsSchema(file: string, what: string, error: z.ZodError): BenchError {
  const mistakes = error.issues.slice(0, MISTAKES_SHOWN).map(describeIssue).join('; ');
  return unreadable(
    `${file} is no ${what}: ${mistakes}`,
    'it was changed after the run; take another copy, or run again',
    error,
  );
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  const place = path.map(String).join('.') || 'the document';
  return `${place}: ${message}`;
}

export function unreadable(message: string, hint: string, cause?: unknown): BenchError {
  return new BenchError('result-unreadable', message, { hint, cause });
}
