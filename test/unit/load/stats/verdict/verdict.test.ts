import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadOutcome } from '../../../../../src/contract/measurements.ts';
import type { Rule } from '../../../../../src/contract/point.ts';
import type { ServerEvidence } from '../../../../../src/contract/server-evidence.ts';
import { askRules, verdictOf } from '../../../../../src/load/stats/verdict/verdict.ts';
import { aLoadOutcome, everyNth, fates, outcomeOf, SERVER, someFacts } from '../a-load-outcome.ts';

type RuleName = Rule['rule'];

function ask(
  name: RuleName,
  changes: Partial<LoadOutcome> = {},
  server: ServerEvidence | null = SERVER,
): Rule {
  const rule = askRules(someFacts(changes, server), []).find((r) => r.rule === name);
  assert.ok(rule);
  return rule;
}

const busy = (...shares: number[]): Partial<LoadOutcome> => {
  const { generator } = aLoadOutcome();
  const [worker] = generator.workers;
  assert.ok(worker);
  const workers = shares.map((busyShare, i) => ({ ...worker, worker: i, busyShare }));
  return { generator: { ...generator, workers } };
};

const wrong = (inferences: number): Partial<LoadOutcome> => ({
  answers: { checked: 3000, wrong: inferences, labelled: 0, correct: 0 },
});

interface Case {
  readonly rule: RuleName;
  readonly fires: string;
  readonly when: Partial<LoadOutcome>;
  readonly server?: ServerEvidence;
  readonly says: RegExp;
  readonly not: string;
  readonly twin: Partial<LoadOutcome>;
}

const lost = (n: number) => outcomeOf(fates(everyNth(n, { ending: 'timed-out' })));

const CASES: readonly Case[] = [
  {
    rule: 'busy-loop',
    fires: 'when the busiest worker is over 80 %',
    when: busy(0.2, 0.81, 0.1),
    says: /^worker 1: 81 % busy$/,
    not: 'at 80 %',
    twin: busy(0.2, 0.8, 0.1),
  },
  {
    rule: 'schedule',
    fires: 'when one due request was never dispatched',
    when: { neverDispatched: 1 },
    says: /^1 of 3,000 due requests never dispatched$/,
    not: 'when an interrupt is why',
    twin: { neverDispatched: 1, interrupted: true },
  },
  {
    rule: 'wrong-answers',
    fires: 'when one inference is wrong',
    when: wrong(1),
    says: /^1 inferences wrong, 3,000 compared/,
    not: 'when all are right',
    twin: wrong(0),
  },
  {
    rule: 'server-restart',
    fires: 'when the server restarted',
    when: {},
    server: { ...SERVER, restarted: true },
    says: /^restarted$/,
    not: 'when it did not',
    twin: {},
  },
  {
    rule: 'lost-requests',
    fires: 'when over 1 % never came back',
    when: lost(96),
    says: /^31 of 3,000 timed out, aborted or unsent \(1.03 %\)$/,
    not: 'at 1 %',
    twin: lost(100),
  },
  {
    rule: 'lost-requests',
    fires: 'for aborted and unsent requests too',
    when: outcomeOf(
      fates((i) =>
        i >= 3490 ? { ending: 'aborted' } : everyNth(125, { ending: 'never sent' })(i),
      ),
    ),
    says: /^34 of 3,000/,
    not: 'for those that an interrupt ended',
    twin: {
      ...outcomeOf(fates((i) => (i >= 3400 ? { ending: 'aborted' } : {}))),
      interrupted: true,
    },
  },
];

for (const { rule, fires, when, server, says, not, twin } of CASES) {
  describe(`the rule ${rule}`, () => {
    it(`fires ${fires}`, () => {
      const asked = ask(rule, when, server);
      assert.match(asked.value, says);
      assert.equal(asked.fired, true);
    });

    it(`does not fire ${not}`, () => assert.equal(ask(rule, twin).fired, false));
  });
}

describe('a healthy run', () => {
  it('is asked all eight rules, none fires, and each says what it saw and its limit', () => {
    const rules = askRules(someFacts(), []);
    assert.deepEqual(
      rules.map(({ rule, value, limit, fired }) => [rule, value, limit, fired]),
      [
        [
          'distortion',
          'p50 5 ms, clean p50 5 ms, 100 % clean',
          'p50 at most 10 % or 50 µs above that of clean requests, 50 % of the requests clean, no gate passing on clean requests only',
          false,
        ],
        ['busy-loop', 'worker 0: 10 % busy', 'at most 80 % of the measured phase', false],
        ['schedule', '0 of 3,000 due requests never dispatched', '0', false],
        [
          'accounting',
          'all 3,500 planned requests accounted for, server counted 3,500',
          'planned = completed + failed + timed out + aborted + unsent; served ≥ completed',
          false,
        ],
        ['wrong-answers', '0 inferences wrong, 0 compared with the reference', '0', false],
        ['server-restart', 'no restart seen', 'none inside the measured phase', false],
        ['lost-requests', '0 of 3,000 timed out, aborted or unsent (0 %)', 'at most 1 %', false],
        [
          'growing-backlog',
          'backlog grew by 0 % of the rate, 0.0 standard errors',
          'growth at most 1 % of the rate, or 2.5 standard errors',
          false,
        ],
      ],
    );
    assert.equal(verdictOf(rules), 'valid');
  });
});

describe('the verdict', () => {
  const rule = (verdict: 'invalid' | 'saturated', fired: boolean): Rule => ({
    ...{ rule: 'schedule', verdict, title: '', value: '', limit: '', fired },
  });

  it('is the worst of what fired: invalid, then saturated, then valid', () => {
    const [invalid, saturated] = [rule('invalid', true), rule('saturated', true)];
    const quiet = [rule('invalid', false), rule('saturated', false)];
    assert.equal(verdictOf(quiet), 'valid');
    assert.equal(verdictOf([...quiet, saturated]), 'saturated');
    assert.equal(verdictOf([...quiet, invalid]), 'invalid');
    assert.equal(verdictOf([saturated, invalid]), 'invalid');
  });
});
