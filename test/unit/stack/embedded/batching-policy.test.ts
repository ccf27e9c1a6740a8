import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { batchingPolicy } from '../../../../src/stack/embedded/batching-policy.ts';
import { configOf, PAIRS } from '../../../support/a-served-model.ts';

const policyOf = (text: string) => batchingPolicy(configOf(PAIRS + text));

describe('the batching policy of a configuration', () => {
  it('without dynamic batching executes every request alone', () => {
    const { maxBatchSize, preferredSizes, maxDelayNs } = policyOf('');
    assert.deepEqual([maxBatchSize, preferredSizes.size, maxDelayNs], [0, 0, 0]);
  });

  it('prefers full batches unless it says otherwise, as Triton fills it in', () => {
    assert.deepEqual([...policyOf('dynamic_batching { }').preferredSizes], [8]);
    const written = policyOf('dynamic_batching { preferred_batch_size: [ 2, 4 ] }');
    assert.deepEqual([...written.preferredSizes], [2, 4]);
    assert.equal(written.maxBatchSize, 8);
  });

  it('takes delays and timeouts in microseconds', () => {
    const policy = policyOf(`dynamic_batching { max_queue_delay_microseconds: 100
      default_queue_policy { default_timeout_microseconds: 50 timeout_action: DELAY
        allow_timeout_override: true max_queue_size: 7 } }`);
    assert.equal(policy.maxDelayNs, 100_000);
    assert.deepEqual(policy.levels, [
      { maxQueueSize: 7, timeoutNs: 50_000, allowsShorterTimeout: true, afterTimeout: 'delay' },
    ]);
  });

  it('gives each priority its own queue policy, or the default one', () => {
    const { levels, defaultLevel } =
      policyOf(`dynamic_batching { priority_levels: 3 default_priority_level: 2
      default_queue_policy { max_queue_size: 9 }
      priority_queue_policy { key: 3 value { max_queue_size: 1 } } }`);
    assert.deepEqual(
      levels.map(({ maxQueueSize }) => maxQueueSize),
      [9, 9, 1],
    );
    assert.equal(defaultLevel, 1);
  });

  it('stays in bounds with levels that make no sense', () => {
    const { levels, defaultLevel } = policyOf(
      'dynamic_batching { priority_levels: 18446744073709551615 default_priority_level: 18446744073709551615 }',
    );
    assert.equal(levels.length, 1000);
    assert.equal(defaultLevel, 999);
  });
});
