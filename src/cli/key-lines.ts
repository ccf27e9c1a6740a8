import { isMap, isScalar, type LineCounter } from 'yaml';

/**
 * The line that each key of a YAML map stands on, at any depth. A path that is not written there, such as
 * one below an alias, has the line of the nearest key above it that is.
 */
export function keyLines(root: unknown, lines: LineCounter): (path: readonly string[]) => number {
  const lineOf = new Map<string, number>();
  note(root, []);
  return function nearest(path): number {
    return lineOf.get(keyOf(path)) ?? (path.length > 1 ? nearest(path.slice(0, -1)) : 1);
  };

  function note(map: unknown, above: readonly string[]): void {
    if (!isMap(map)) return;
    for (const { key, value } of map.items) {
      if (!isScalar(key) || !key.range) continue;
      const path = [...above, String(key.value)];
      lineOf.set(keyOf(path), lines.linePos(key.range[0]).line);
      note(value, path);
    }
  }
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
