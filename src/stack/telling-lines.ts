/** Tables that Triton prints of its options and backends, which fill a log's end when it gives up. */
const TABLE_ROW = /^\s*[|+]/;

/** The last lines of a log that say something: no blank ones, no rows of tables. */
export function tellingLines(lines: readonly string[], count: number): readonly string[] {
  return lines.filter((line) => line.trim() !== '' && !TABLE_ROW.test(line)).slice(-count);
}
