import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { packageRoot } from './package-root.ts';

const FOLDER = `${packageRoot}test/golden/`;

/** Compares with test/golden/<name>; UPDATE_GOLDEN=1 writes it instead. Look at the diff then. */
export function assertGolden(name: string, actual: string): void {
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(FOLDER + name, actual);
    return;
  }
  const expected = readFileSync(FOLDER + name, 'utf8');
  assert.ok(
    actual === expected,
    `${name} differs: see it with UPDATE_GOLDEN=1 and git diff\n${firstDifference(expected, actual)}`,
  );
}

function firstDifference(expected: string, actual: string): string {
  const [was, is] = [expected.split('\n'), actual.split('\n')];
  const line = was.findIndex((text, index) => text !== is[index]);
  return `line ${line + 1}\n- ${was[line]?.slice(0, 200)}\n+ ${is[line]?.slice(0, 200)}`;
}
