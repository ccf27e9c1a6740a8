import type { z } from 'zod';
import { BenchError } from '../contract/bench-error.ts';
import {
  type ResultDocument,
  resultDocumentSchema,
  SCHEMA_VERSION,
} from '../contract/result-document.ts';
import { EARLIER_VERSIONS, type StoredDocument, upgradeResult } from './upgrade-result.ts';

const MISTAKES_SHOWN = 3;

/**
 * The text of a result.json → document.
 * @param file its name, for the error
 * @throws BenchError 'result-unreadable' that says which of the ways it is wrong
 */
export function parseResult(text: string, file: string): ResultDocument {
  if (text.trim() === '') {
    throw unreadable(`${file} is empty`, 'the run was cut off while it was written; run again');
  }
  const parsed = resultDocumentSchema.safeParse(asPresentVersion(parseJson(text, file), file));
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.slice(0, MISTAKES_SHOWN).map(describeIssue).join('; ');
  throw unreadable(
    `${file} is no result document: ${mistakes}`,
    'it was changed after the run; take another copy, or run again',
    parsed.error,
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
      : unreadable(
          `${file} is not JSON: ${(cause as SyntaxError).message}`,
          'name the result.json of a run, its folder or its id',
          cause,
        );
  }
}

function asPresentVersion(value: unknown, file: string): StoredDocument {
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version !== 'string') {
    throw unreadable(
      `${file} is JSON, but no result of this tool: it has no schemaVersion`,
      'name the result.json of a run, its folder or its id',
    );
  }
  const document = upgradeResult(value as StoredDocument);
  if (document.schemaVersion === SCHEMA_VERSION) return document;
  const known = [...EARLIER_VERSIONS, SCHEMA_VERSION].join(', ');
  throw unreadable(
    `${file} has schema version ${JSON.stringify(version)}; this version of inferbench reads ${known}`,
    'read it with the version of inferbench that wrote it, or run again',
  );
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  const place = path.map(String).join('.') || 'the document';
  return `${place}: ${message}`;
}

function unreadable(message: string, hint: string, cause?: unknown): BenchError {
  return new BenchError('result-unreadable', message, { hint, cause });
}
