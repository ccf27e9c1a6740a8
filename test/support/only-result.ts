import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type ResultDocument, resultDocumentSchema } from '../../src/contract/result-document.ts';
import { packageRoot } from './package-root.ts';

/** The schema as it is published: a real run has to fit what other tools are given. */
const acceptsResult = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(`${packageRoot}schemas/result-document.json`, 'utf8')),
);

/** A noisy machine may make a run invalid for lateness or a busy loop; nothing else may. */
export function assertFineOrNoisy(exitCode: number | null, document: ResultDocument): void {
  if (exitCode === 0) return;
  assert.equal(exitCode, 6);
  const fired = document.points.flatMap(({ rules }) => rules.filter((rule) => rule.fired));
  for (const { rule } of fired) assert.match(rule, /^(distortion|busy-loop|growing-backlog)$/);
}

/** The one result under a folder's reports, read through the schema; its reports are there too. */
export function onlyResult(folder: string): ResultDocument {
  const [id = '', ...others] = readdirSync(join(folder, 'reports'));
  assert.deepEqual(others, []);
  for (const file of ['result.json', 'report.md', 'report.html']) {
    assert.ok(existsSync(join(folder, 'reports', id, file)), file);
  }
  const document = JSON.parse(readFileSync(join(folder, 'reports', id, 'result.json'), 'utf8'));
  assert.ok(acceptsResult(document), JSON.stringify(acceptsResult.errors));
  return resultDocumentSchema.parse(document);
}
