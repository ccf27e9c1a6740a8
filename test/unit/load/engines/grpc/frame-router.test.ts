import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ProtocolViolation } from '../../../../../src/load/engines/grpc/protocol-violation.ts';
import { packageRoot } from '../../../../support/package-root.ts';
import { SocketlessConnection } from '../../../../support/socketless-connection.ts';

/** What a real server sent on one connection, and what became of the requests on it. */
interface Recording {
  readonly server: string;
  readonly requests: number;
  readonly outcomes: readonly string[];
  readonly bytes: string;
}

const RECORDINGS: readonly Recording[] = JSON.parse(
  readFileSync(`${packageRoot}test/corpus/grpc-servers.json`, 'utf8'),
);

function replay(requests: number, parts: readonly Buffer[]): SocketlessConnection {
  const connection = new SocketlessConnection();
  for (let count = 0; count < requests; count += 1) connection.open();
  connection.flush();
  for (const part of parts) connection.receive(part);
  return connection;
}

describe('what real servers sent', () => {
  for (const { server, requests, outcomes, bytes } of RECORDINGS) {
    const whole = Buffer.from(bytes, 'base64');

    it(`is understood wherever it is cut: ${server}`, () => {
      for (let cut = 0; cut <= whole.length; cut += 1) {
        const parts = [whole.subarray(0, cut), whole.subarray(cut)];
        assert.deepEqual(replay(requests, parts).endings, outcomes, `cut at ${cut}`);
      }
      const single = Array.from(whole, (byte) => Buffer.of(byte));
      assert.deepEqual(replay(requests, single).endings, outcomes, 'byte by byte');
    });

    it(`ends every request once, or names the broken rule, after any change: ${server}`, () => {
      const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
      const changes = fc.array(change, { minLength: 1, maxLength: 4 });
      fc.assert(
        fc.property(changes, fc.nat(whole.length), (all, cut) => {
          const bent = Buffer.from(whole);
          for (const { at, byte } of all) bent[at] = byte;
          try {
            replay(requests, [bent.subarray(0, cut), bent.subarray(cut)]);
          } catch (error) {
            assert.ok(error instanceof ProtocolViolation, String(error));
            assert.ok(error.message.length > 0);
          }
        }),
        { numRuns: 400 },
      );
    });
  }
});

describe('bytes of no server', () => {
  it('end in a named rule or in nothing at all', () => {
    const frames = fc.array(
      fc.record({
        type: fc.nat(11),
        flags: fc.nat(255),
        streamId: fc.nat(9),
        payload: fc.uint8Array({ maxLength: 40 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(frames, (all) => {
        const bytes = all.map(({ type, flags, streamId, payload }) => {
          const header = Buffer.from([0, 0, payload.length, type, flags, 0, 0, 0, streamId]);
          return Buffer.concat([header, payload]);
        });
        const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
        try {
          replay(4, [settings, ...bytes]);
        } catch (error) {
          assert.ok(error instanceof ProtocolViolation, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
