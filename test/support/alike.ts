import assert from 'node:assert/strict';

const TOLERANCE = 1e-4;

/** Deep equality in which numbers may differ by 1e-4: two runtimes round in different places. */
export function assertAlike(actual: unknown, expected: unknown, where = 'answer'): void {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const close = Math.abs(actual - expected) <= TOLERANCE;
    assert.ok(close, `${where} is ${actual}, not ${expected}`);
  } else if (isObject(actual) && isObject(expected)) {
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), `keys of ${where}`);
    assert.equal(Array.isArray(actual), Array.isArray(expected), where);
    for (const [key, value] of Object.entries(actual)) {
      assertAlike(value, expected[key], `${where}.${key}`);
    }
  } else {
    assert.equal(actual, expected, where);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
