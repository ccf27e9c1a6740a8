import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DynamicTable } from '../../../../../../src/load/engines/grpc/hpack/dynamic-table.ts';
import {
  fieldBytes,
  headerField,
} from '../../../../../../src/load/engines/grpc/hpack/header-field.ts';

describe('the dynamic table', () => {
  it('does what a list with the newest entry in front does', () => {
    const step = fc.oneof(
      fc.record({ add: fc.string({ maxLength: 60 }) }),
      fc.record({ resize: fc.nat(20_000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        let maxBytes = 4096;
        const table = new DynamicTable(maxBytes);
        const model: string[] = [];
        const bytes = () => model.reduce((sum, value) => sum + fieldBytes('n', value), 0);
        for (const each of steps) {
          if ('add' in each) {
            table.add(headerField('n', each.add));
            model.unshift(each.add);
          } else {
            maxBytes = each.resize;
            table.resize(maxBytes);
          }
          while (bytes() > maxBytes) model.pop();
          assert.equal(table.bytes, bytes());
          const entries = Array.from({ length: table.length }, (_, at) => table.get(at)?.value);
          assert.deepEqual(entries, model);
          assert.equal(table.get(model.length), undefined);
        }
      }),
    );
  });
});
