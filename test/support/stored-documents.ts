import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComparisonDocument } from '../../src/contract/comparison-document.ts';
import type { ResultDocument } from '../../src/contract/result-document.ts';

/** Puts a document where a run would have: reports/<id>/result.json, or comparison.json. */
export function storeDocument(cwd: string, document: ResultDocument | ComparisonDocument): string {
  const name = 'kind' in document ? 'comparison.json' : 'result.json';
  mkdirSync(join(cwd, 'reports', document.id), { recursive: true });
  writeFileSync(join(cwd, 'reports', document.id, name), JSON.stringify(document));
  return document.id;
}
