import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { SCHEMA_VERSION } from '../../../src/contract/result-document.ts';
import { parseResult } from '../../../src/report/parse-result.ts';
import { FORMATS, render } from '../../../src/report/render/renderers.ts';
import { EARLIER_VERSIONS } from '../../../src/report/upgrade-result.ts';
import { packageRoot } from '../../support/package-root.ts';

const FOLDER = `${packageRoot}test/golden/documents/`;
const LOOK = { color: false, width: 100 };
const documents = readdirSync(FOLDER).sort();

/** The version that a file is of: "0.1-sweep.json" → "0.1". */
function versionOf(file: string): string {
  return file.replace(/-.*$/, '');
}

function schema(name: string): unknown {
  return JSON.parse(readFileSync(`${packageRoot}schemas/${name}.json`, 'utf8'));
}

/** A schema without its descriptions: words may become better. */
function shapeOf(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(shapeOf);
  if (typeof part !== 'object' || part === null) return part;
  const kept = Object.entries(part).filter(
    ([key, value]) => key !== 'description' || typeof value !== 'string',
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, shapeOf(value)]));
}

describe('a result that an earlier version wrote', () => {
  for (const file of documents) {
    const text = readFileSync(FOLDER + file, 'utf8');
    it(`${file} is read, and nothing in it is lost`, () => {
      const written = JSON.parse(text);
      assert.equal(written.schemaVersion, versionOf(file));
      assert.deepEqual(parseResult(text, file), { ...written, schemaVersion: SCHEMA_VERSION });
    });
    for (const format of FORMATS) {
      it(`${file} can be shown as ${format}`, () => {
        assert.ok(render(parseResult(text, file), format, LOOK).length > 100);
      });
    }
  }
  it('is there of every version that was ever written', () => {
    const versions = [...new Set(documents.map(versionOf))].sort();
    assert.deepEqual(versions, [...EARLIER_VERSIONS, SCHEMA_VERSION].sort());
  });
});

describe('the published schema', () => {
  it('is that of its version, which is frozen: what changes the shape moves SCHEMA_VERSION', () => {
    const present = schema('result-document');
    assert.deepEqual(shapeOf(present), shapeOf(schema(`result-document-${SCHEMA_VERSION}`)));
  });
});
