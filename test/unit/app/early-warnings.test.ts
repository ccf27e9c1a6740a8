import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { earlyWarnings } from '../../../src/app/early-warnings.ts';
import { aLoadPlan } from '../../support/a-load-plan.ts';

const precise = aLoadPlan();
const economic = aLoadPlan({ pacing: 'economic' });
const closed = aLoadPlan({ pacing: 'economic', model: 'closed' });
const passedOver: string[] = [];

describe('before a load begins', () => {
  it('economic pacing says what it cannot measure, in an open loop', () => {
    const [warning, ...others] = earlyWarnings({ plan: economic, passedOver });
    assert.match(warning ?? '', /p50 is below about 5 ms will be invalid/);
    assert.deepEqual(others, []);
  });
  it('nothing is said of precise pacing, nor of a closed loop, which has no schedule', () => {
    assert.deepEqual(earlyWarnings({ plan: precise, passedOver }), []);
    assert.deepEqual(earlyWarnings({ plan: closed, passedOver }), []);
  });
  it('each model that was passed over is named, with the one that was taken', () => {
    const reasons = ['model "a" is decoupled'];
    assert.deepEqual(earlyWarnings({ plan: precise, passedOver: reasons }), [
      `model "a" is decoupled; taken instead: ${precise.workload.modelName}`,
    ]);
  });
});
