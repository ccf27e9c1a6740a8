import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Fifo } from '../../../../../src/load/engines/grpc/fifo.ts';

describe('the queue', () => {
  it('does what an array does, past every size it starts with', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constant('push') },
      { weight: 1, arbitrary: fc.constant('pushFront') },
      { weight: 2, arbitrary: fc.constant('shift') },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 500 }), (steps) => {
        const fifo = new Fifo<number>();
        const model: number[] = [];
        steps.forEach((each, value) => {
          if (each === 'push') {
            fifo.push(value);
            model.push(value);
          } else if (each === 'pushFront') {
            fifo.pushFront(value);
            model.unshift(value);
          } else {
            assert.equal(fifo.shift(), model.shift());
          }
          assert.equal(fifo.length, model.length);
        });
        while (model.length > 0) assert.equal(fifo.shift(), model.shift());
        assert.equal(fifo.shift(), undefined);
      }),
    );
  });
});
