import type { GateResult, Point, Rule } from '../../../contract/point.ts';
import { pointsReliedOn } from '../../../contract/points-relied-on.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { NS_PER_SECOND } from '../../../contract/units.ts';
import { epochMs } from '../../epoch-ms.ts';
import { configTable } from '../../facts/config-table.ts';
import { environmentTable } from '../../facts/environment-table.ts';
import { CHOSEN, inUnitOf, MEASURED } from '../../facts/gates-table.ts';
import { measuredPhase } from '../../facts/measured-phase.ts';
import { ruleTitle } from '../../facts/rule-title.ts';
import { searchWords } from '../../facts/search-words.ts';
import { type Table, textOf } from '../../facts/table.ts';
import { workloadTable } from '../../facts/workload-table.ts';
import { margin } from '../quantity.ts';

/** skipped: it could not be told, or it is no fault of the run; the message says which. */
export interface JunitCase {
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
}

/** Its time stands at its first case too, for it belongs to none of them and readers add the cases up. */
export interface JunitSuite {
  readonly name: string;
  readonly seconds: number;
  readonly properties: readonly (readonly [string, string])[];
  readonly cases: readonly JunitCase[];
}

/** The run as a whole, then each of its points. */
export function junitSuites(doc: ResultDocument): JunitSuite[] {
  const [first] = doc.points;
  const run: JunitSuite = {
    name: `bench ${first?.workload.modelName ?? doc.id}`,
    seconds: secondsAround(doc),
    properties: [...asProperties(environmentTable(doc)), ...asProperties(configTable(doc))],
    cases: [ending(doc), ...unmeasured(doc), ...searchAnswer(doc)],
  };
  const counted = pointsReliedOn(doc.points, doc.search);
  const suites = doc.points.map((point) => pointSuite(point, counted.includes(point)));
  return [run, ...suites];
}

/** What the run took beside its measured phases: readers add the suites up. */
function secondsAround({ startedAt, finishedAt, points }: ResultDocument): number {
  const wholeMs = epochMs(finishedAt) - epochMs(startedAt);
  const measuredNs = points.reduce((sum, point) => sum + measuredPhase(point).durationNs, 0);
  return Math.max(0, wholeMs / 1000 - measuredNs / NS_PER_SECOND);
}

function pointSuite(point: Point, isCounted: boolean): JunitSuite {
  const cases = [goodAnswers(point), ...point.gates.map(gateCase), ...point.rules.map(ruleCase)];
  return {
    name: `${point.workload.modelName} ${point.name}`,
    seconds: measuredPhase(point).durationNs / NS_PER_SECOND,
    properties: asProperties(workloadTable(point)),
    cases: isCounted ? cases : cases.map(triedAndLeft),
  };
}

/** A search misses conditions on its way: that is how it finds the highest rate that meets them. */
function triedAndLeft(one: JunitCase): JunitCase {
  if (one.outcome === 'passed') return one;
  return { ...one, outcome: 'skipped', message: `tried by the search and left: ${one.message}` };
}

/** A case with nothing to say. */
export function passed(name: string): JunitCase {
  return { name, outcome: 'passed', type: '', message: '' };
}

const WHY_NOT_COMPLETE = {
  interrupted: 'interrupted: this is what was seen until then',
  failed: 'something broke while it went on; the notes of its points say what',
  partial: 'cut off; this is what its journal held until then',
} as const;

function ending({ status, points }: ResultDocument): JunitCase {
  const name = 'the run came to its end';
  if (points.length === 0) {
    return { name, outcome: 'error', type: 'nothing-measured', message: 'nothing was measured' };
  }
  if (status === 'complete') return passed(name);
  if (status === 'aborted') {
    const message = 'a condition of --abort-on ended it';
    return { name, outcome: 'failure', type: 'abort-on', message };
  }
  return { name, outcome: 'error', type: status, message: WHY_NOT_COMPLETE[status] };
}

function unmeasured({ missing = [] }: ResultDocument): JunitCase[] {
  return missing.map(({ name, reason }) => ({
    name: `${name} was measured`,
    ...{ outcome: 'error', type: 'not-measured', message: reason },
  }));
}

function searchAnswer(doc: ResultDocument): JunitCase[] {
  if (!doc.search) return [];
  const { outcome, conditions } = doc.search;
  const name = `highest rate with ${conditions.join(', ')}`;
  if (outcome === 'found' || outcome === 'all-met') return [passed(name)];
  const isMissed = outcome === 'none-met' || outcome === 'out-of-time';
  const message = searchWords(doc).join(' ');
  return [{ name, outcome: isMissed ? 'failure' : 'error', type: outcome, message }];
}

function goodAnswers(point: Point): JunitCase {
  const name = 'good answers came';
  const { planned, completed } = measuredPhase(point).counters;
  if (planned === 0) {
    return { name, outcome: 'skipped', type: 'nothing-due', message: 'no request was due' };
  }
  if (completed > 0) return passed(name);
  const message = `not one of ${planned} requests was answered well`;
  return { name, outcome: 'error', type: 'no-good-answer', message };
}

function gateCase(gate: GateResult): JunitCase {
  const { expression, value, limit, passed: isMet, reason } = gate;
  if (isMet) return passed(expression);
  const parts = [
    value === null ? 'no value' : inUnitOf(gate, value, MEASURED),
    `limit ${inUnitOf(gate, limit, CHOSEN)}`,
    ...(gate.margin === null ? [] : [`margin ${margin(gate.margin)}`]),
    ...(reason === null ? [] : [reason]),
  ];
  return { name: expression, outcome: 'failure', type: 'gate', message: parts.join(', ') };
}

/** Saturated is a finding about the server, and no fault unless a condition says so: exit 0. */
function ruleCase(rule: Rule): JunitCase {
  const { fired, verdict, value, limit, judged } = rule;
  const name = ruleTitle({ ...rule, fired: false });
  const message = `${ruleTitle(rule)}: ${value}, limit ${limit}`;
  if (judged === false) return { name, outcome: 'skipped', type: 'not-known', message };
  if (!fired) return passed(name);
  return { name, outcome: verdict === 'invalid' ? 'error' : 'skipped', type: verdict, message };
}

/** Rows of a table as names with values. */
export function asProperties({ rows }: Table): [string, string][] {
  return rows.map((row) => [textOf(row[0] ?? ''), textOf(row[1] ?? '')]);
}
