/** What one seed gave: a number for each column; true and false are 1 and 0. */
export type Findings = Readonly<Record<string, number>>;

export interface StudyRow {
  readonly label: string;
  readonly trial: (seed: number) => Promise<Findings>;
}

/** A question put to many seeds; its answer is a table with a row for each case. */
export interface Study {
  readonly title: string;
  readonly rows: readonly StudyRow[];
}

/** Of one column: how many seeds told it, their sum, the least and the most. */
export interface Column {
  count: number;
  sum: number;
  least: number;
  most: number;
}

/** What several seeds gave, column by column. */
export type Summary = Record<string, Column>;

function addFindings(summary: Summary, findings: Findings): Summary {
  for (const [name, value] of Object.entries(findings)) {
    addColumn(summary, name, { count: 1, sum: value, least: value, most: value });
  }
  return summary;
}

/** Associative and commutative: several processes may share the seeds. */
export function addSummary(summary: Summary, other: Summary): Summary {
  for (const [name, column] of Object.entries(other)) addColumn(summary, name, column);
  return summary;
}

export function meanOf(summary: Summary, name: string): number {
  const { sum = 0, count = 1 } = summary[name] ?? {};
  return sum / count;
}

/** The trials of `seeds` seeds of a row, from `from` on. */
export async function runRow(row: StudyRow, seeds: number, from = 1): Promise<Summary> {
  const summary: Summary = {};
  for (let seed = from; seed < from + seeds; seed += 1) {
    addFindings(summary, await row.trial(seed));
  }
  return summary;
}

function addColumn(summary: Summary, name: string, added: Column): void {
  const known = summary[name];
  if (!known) {
    summary[name] = { ...added };
    return;
  }
  known.count += added.count;
  known.sum += added.sum;
  known.least = Math.min(known.least, added.least);
  known.most = Math.max(known.most, added.most);
}
