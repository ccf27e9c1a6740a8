import type { Rule, Verdict } from '../../../contract/point.ts';
import { accounting } from './accounting.ts';
import { busyLoop } from './busy-loop.ts';
import { distortion } from './distortion.ts';
import { growingBacklog } from './growing-backlog.ts';
import { lostRequests } from './lost-requests.ts';
import type { RunFacts, VerdictRule } from './run-facts.ts';
import { schedule } from './schedule.ts';
import { serverRestart } from './server-restart.ts';
import { wrongAnswers } from './wrong-answers.ts';

const RULES: readonly VerdictRule[] = [
  busyLoop,
  schedule,
  accounting,
  wrongAnswers,
  serverRestart,
  lostRequests,
  growingBacklog,
];

/** Asks every rule. `doubtfulGates`: gates that pass on clean requests only. */
export function askRules(facts: RunFacts, doubtfulGates: readonly string[]): Rule[] {
  return [distortion(facts, doubtfulGates), ...RULES.map((rule) => rule(facts))];
}

/** Invalid wins over saturated: what was not measured right cannot blame the server. */
export function verdictOf(rules: readonly Rule[]): Verdict {
  const fired = rules.filter((rule) => rule.fired).map((rule) => rule.verdict);
  if (fired.includes('invalid')) return 'invalid';
  return fired.includes('saturated') ? 'saturated' : 'valid';
}
