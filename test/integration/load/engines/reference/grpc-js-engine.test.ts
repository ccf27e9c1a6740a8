import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type handleUnaryCall, status } from '@grpc/grpc-js';
import type { Engine, EngineOptions } from '../../../../../src/load/engines/engine.ts';
import { createGrpcEngine } from '../../../../../src/load/engines/grpc/grpc-engine.ts';
import { createGrpcJsEngine } from '../../../../../src/load/engines/reference/grpc-js-engine.ts';
import { startGrpcJsEcho } from '../../../../support/grpc-js-echo.ts';
import { echoOptions, GrpcLoad, grpcTally } from '../../../../support/grpc-load.ts';

const open = (options: EngineOptions) => GrpcLoad.through(createGrpcJsEngine(options), options);

/** Answers late enough for anything that is to happen before. */
const never: handleUnaryCall<Buffer, Buffer> = () => {};

describe('the grpc-js engine', () => {
  it('sends what it is given over its connections, and counts what the server counts', async () => {
    await using server = await startGrpcJsEcho();
    const messages = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(70_000, 7)];
    await using load = await open(echoOptions(server.port, { connections: 3 }, messages));
    const ended = await load.closedLoop(600, 24);
    assert.deepEqual(grpcTally(ended), { ok: 600 });
    assert.equal(server.served, 600);
    const payload = 200 * (5 + 1 + 5 + 5 + 70_000);
    assert.deepEqual(load.engine.counters, {
      newConnections: 0,
      resent: 0,
      bytesSent: payload,
      bytesReceived: payload,
    });
    for (const { dispatchedNs, sentNs, firstByteNs, doneNs } of ended) {
      assert.ok(dispatchedNs <= sentNs && sentNs <= firstByteNs && firstByteNs <= doneNs);
    }
  });

  it('ends what is not answered in time as timed out, at its deadline', async () => {
    await using server = await startGrpcJsEcho({}, never);
    const timeoutNs = 100e6;
    await using load = await open(echoOptions(server.port, { timeoutNs }));
    const { outcome, sentNs, doneNs, firstByteNs } = await load.one();
    assert.equal(outcome, 'timed-out');
    assert.equal(doneNs - sentNs, timeoutNs);
    assert.equal(firstByteNs, -1);
  });

  it('ends what is in flight as aborted when it is closed, and what comes after as unsent', async () => {
    await using server = await startGrpcJsEcho({}, never);
    const load = await open(echoOptions(server.port));
    load.send();
    load.send();
    const closed = load.engine.close();
    load.send();
    await closed;
    assert.deepEqual(grpcTally(await load.until(3)), { aborted: 2, unsent: 1 });
  });

  it('finds wrong answers', async () => {
    await using server = await startGrpcJsEcho({}, (_, answer) => answer(null, Buffer.from('no')));
    await using load = await open(echoOptions(server.port));
    const { outcome, detail } = await load.one();
    assert.deepEqual([outcome, detail], ['wrong-answer', '2 bytes came back for 11']);
  });

  it('says how it failed when the server is gone', async () => {
    const server = await startGrpcJsEcho();
    await using load = await open(echoOptions(server.port));
    assert.equal((await load.one()).outcome, 'ok');
    await server[Symbol.asyncDispose]();
    assert.match((await load.one()).outcome, /^(refused|reset|grpc-unavailable)$/);
  });

  it('counts the connections that are made after the start', async () => {
    await using server = await startGrpcJsEcho({ 'grpc.max_connection_age_ms': 100 });
    await using load = await open(echoOptions(server.port));
    while (load.engine.counters.newConnections === 0) await load.one();
  });

  it('says that nobody is there', async () => {
    const server = await startGrpcJsEcho();
    await server[Symbol.asyncDispose]();
    await assert.rejects(open(echoOptions(server.port, { connections: 2 })), {
      code: 'server-unreachable',
      message: `no gRPC connection to 127.0.0.1:${server.port}`,
    });
  });
});

describe('our gRPC engine and grpc-js', () => {
  const bodies = ['good', 'not found', 'invalid', 'full', 'unknown'];
  const answers: Readonly<Record<string, { code: number; details: string }>> = {
    'not found': { code: status.NOT_FOUND, details: "Request for unknown model: 'x' is not found" },
    invalid: { code: status.INVALID_ARGUMENT, details: 'unexpected shape' },
    full: {
      code: status.UNAVAILABLE,
      details: '[request id: <id_unknown>] Exceeds maximum queue size',
    },
    unknown: { code: status.UNKNOWN, details: 'näh' },
  };

  it('see the same answers, failures and words', async () => {
    await using server = await startGrpcJsEcho({}, (call, answer) => {
      const failure = answers[String(call.request)];
      if (failure) answer(failure);
      else answer(null, call.request);
    });
    const options = echoOptions(
      server.port,
      { connections: 2 },
      bodies.map((body) => Buffer.from(body)),
    );
    async function seenThrough(engine: Engine) {
      await using load = await GrpcLoad.through(engine, options);
      const ended = await load.closedLoop(100, 8);
      const said = new Set(
        ended.map(({ request, outcome, detail }) => `${request} ${outcome} ${detail}`),
      );
      return { tally: grpcTally(ended), said: [...said].sort() };
    }
    const theirs = await seenThrough(createGrpcJsEngine(options));
    assert.deepEqual(await seenThrough(createGrpcEngine(options)), theirs);
    assert.deepEqual(theirs.tally, {
      ok: 20,
      'grpc-not-found': 20,
      'grpc-invalid-argument': 20,
      overloaded: 20,
      'grpc-unknown': 20,
    });
  });
});
