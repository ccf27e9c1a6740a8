import assert from 'node:assert/strict';
import type { ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { after, before, describe, it } from 'node:test';
import type { RunningStack } from '../../../src/stack/index.ts';
import { onlyResult } from '../../support/only-result.ts';
import { recordingGrpcProxy } from '../../support/recording-proxy.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';
import { embeddedStack } from '../../support/with-embedded-stack.ts';

const GRPC = { ':status': 200, 'content-type': 'application/grpc' };

/** An answer of trailers alone. */
function says(status: number, message: string): (stream: ServerHttp2Stream) => void {
  return (stream) =>
    stream.respond(
      { ...GRPC, 'grpc-status': status, 'grpc-message': message },
      { endStream: true },
    );
}

/** One message, framed as gRPC does, and the end as it should be. */
function answers(message: Buffer): (stream: ServerHttp2Stream) => void {
  return (stream) => {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    stream.respond(GRPC, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.concat([prefix, message]));
  };
}

function dropsConnection(stream: ServerHttp2Stream): void {
  stream.respond(GRPC);
  stream.write(Buffer.alloc(5), () => stream.session?.destroy());
}

/** What becomes of every second request, and what each is then said to have died of. */
const FAULTS: readonly (readonly [string, (stream: ServerHttp2Stream) => void, RegExp])[] = [
  ['grpc-unknown', says(2, 'who knows'), /who knows/],
  ['grpc-deadline-exceeded', says(4, 'too late there'), /too late there/],
  ['grpc-resource-exhausted', says(8, 'out of shared memory'), /out of shared memory/],
  ['grpc-other', says(15, 'bits are gone'), /bits are gone/],
  ['overloaded', says(14, 'Exceeds maximum queue size'), /maximum queue size/],
  ['server-shutdown', says(14, 'Server is stopping'), /stopping/],
  ['http-5xx', (stream) => stream.respond({ ':status': 503 }, { endStream: true }), /503/],
  ['grpc-cancelled', (stream) => stream.close(constants.NGHTTP2_CANCEL), /CANCEL/],
  ['malformed-answer', answers(Buffer.from([0xff, 0xff, 0xff])), /./],
  ['wrong-answer', answers(Buffer.alloc(0)), /./],
  ['closed-mid-answer', dropsConnection, /./],
];

describe('bench run --protocol grpc against a server that fails', () => {
  let stack: RunningStack;
  before(async () => {
    stack = await embeddedStack();
  });
  after(() => stack?.[Symbol.asyncDispose]());

  for (const [reason, fault, sample] of FAULTS) {
    it(`names ${reason} with its count, its times and one sample: ${sample.source}`, async () => {
      let calls = 0;
      await using proxy = await recordingGrpcProxy(
        stack.addresses.grpc ?? '',
        undefined,
        (stream, path) => {
          if (!path.endsWith('/ModelInfer')) return false;
          calls += 1;
          if (calls % 2 === 1) return false;
          fault(stream);
          return true;
        },
      );
      const cwd = emptyFolder();
      const load = [
        '--concurrency',
        '1',
        '--connections',
        '1',
        '--requests',
        '10',
        '--warmup',
        '0',
      ];
      const { exitCode, stdout, stderr } = await runBench(
        ['run', '--protocol', 'grpc', '--grpc-url', proxy.address, '--model', 'mnist_mlp', ...load],
        cwd,
      );
      assert.match(String(exitCode), /^[16]$/, stderr);
      const [point] = onlyResult(cwd).points;
      assert.deepEqual(
        point?.failures.map((failure) => [failure.reason, failure.count]),
        [[reason, 5]],
      );
      const [failure] = point?.failures ?? [];
      assert.match(failure?.sample ?? '', sample);
      assert.ok(failure && failure.firstNs > 0 && failure.firstNs < failure.lastNs);
      assert.match(stdout, new RegExp(`${reason} +5 `));
      assert.equal(point?.phases.at(-1)?.counters.completed, 5);
      assert.equal(calls, 10, 'nothing is sent twice');
    });
  }
});
