import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { FRAME, SETTING } from '../../../src/load/engines/grpc/http2-codes.ts';
import { createGrpcJsEngine } from '../../../src/load/engines/reference/grpc-js-engine.ts';
import { BLANK_REQUEST_ID, requestIdOf } from '../../../src/load/requests/request-id.ts';
import type { RequestSet } from '../../../src/load/requests/request-set.ts';
import { startGrpcJsEcho } from '../../support/grpc-js-echo.ts';
import { echoOptions, GrpcLoad, grpcTally } from '../../support/grpc-load.ts';
import { engineOptions, HttpLoad, requestSet, tally } from '../../support/http-load.ts';
import {
  frame,
  goodAnswer,
  grpcMessage,
  settings,
  startRawServer,
  uint32,
} from '../../support/raw-http2-server.ts';
import { selfSignedCertificate } from '../../support/self-signed-certificate.ts';

const POINT = 12;
const OFFSET = 7;
/** Small ones lie ready with their head, large ones stay in memory that all requests share. */
const BODIES = [600, 3_000_000, 40, 900_000].map((bytes, number) =>
  Buffer.from(`before ${BLANK_REQUEST_ID} after ${number} ${'x'.repeat(bytes)}`),
);
const SIZES = BODIES.map(({ length }) => length);

function withIds(set: RequestSet): RequestSet {
  return { ...set, idPlace: { offset: OFFSET, point: POINT } };
}

/** What request `index` of the schedule has to look like when it arrives. */
function expected(index: number, request: number): Buffer {
  const body = Buffer.from(BODIES[request] as Buffer);
  body.write(requestIdOf(POINT, index), OFFSET, 'latin1');
  return body;
}

/** The index that a body names; fails where anything but the id is not as it was made. */
function indexOf(body: Buffer): number {
  const index = Number(body.toString('latin1', OFFSET + 5, OFFSET + 16));
  const request = SIZES.indexOf(body.length);
  assert.ok(body.equals(expected(index, request)), `a body of ${body.length} bytes was changed`);
  return index;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** node:http(s) that looks at nothing until `wanted` requests are under way: sockets fill up. */
async function slowReader(wanted: number, tls: ReturnType<typeof selfSignedCertificate> | null) {
  const seen: number[] = [];
  const waiting: (() => void)[] = [];
  const listener = (request: IncomingMessage, answer: () => void) => {
    const pieces: Buffer[] = [];
    waiting.push(() => {
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        seen.push(indexOf(Buffer.concat(pieces)));
        answer();
      });
    });
    if (waiting.length >= wanted) for (const read of waiting.splice(0, waiting.length)) read();
  };
  const server = tls
    ? createTlsServer(tls, (request, response) => listener(request, () => response.end('{}')))
    : createServer((request, response) => listener(request, () => response.end('{}')));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    seen,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

describe('the ids of requests over HTTP', { timeout: 600_000 }, () => {
  for (const tls of [false, true]) {
    it(`arrive once each, also where sockets are full${tls ? ', over TLS' : ''}`, async () => {
      const inFlight = 6;
      await using server = await slowReader(
        inFlight,
        tls ? selfSignedCertificate(['127.0.0.1']) : null,
      );
      const options = engineOptions(server.port, {
        target: { host: '127.0.0.1', port: server.port, tls, insecure: true },
        requests: withIds(requestSet(BODIES)),
        connections: inFlight,
      });
      await using load = await HttpLoad.open(options);
      for (let round = 1; round <= 5; round += 1) {
        for (let slot = 0; slot < inFlight; slot += 1) load.send((round + slot) % BODIES.length);
        await load.until(round * inFlight);
      }
      assert.deepEqual(tally(load.ended), { ok: 30 });
      assert.deepEqual(
        server.seen.sort((a, b) => a - b),
        upTo(30),
      );
    });
  }
});

describe('the ids of requests over gRPC', { timeout: 600_000 }, () => {
  for (const engine of ['native', 'grpc-js'] as const) {
    it(`arrive once each at grpc-js (${engine})`, async () => {
      const seen: number[] = [];
      await using server = await startGrpcJsEcho({}, (call, answer) => {
        seen.push(indexOf(call.request));
        answer(null, call.request);
      });
      const options = echoOptions(
        server.port,
        { check: { check: () => 0 }, connections: 2 },
        BODIES,
      );
      const numbered = { ...options, requests: withIds(options.requests) };
      await using load =
        engine === 'native'
          ? await GrpcLoad.open(numbered)
          : await GrpcLoad.through(createGrpcJsEngine(numbered), numbered);
      await load.closedLoop(40, 8);
      assert.deepEqual(grpcTally(load.ended), { ok: 40 });
      assert.deepEqual(
        seen.sort((a, b) => a - b),
        upTo(40),
      );
    });
  }

  it('are whole where a window cuts them at every byte', async () => {
    await using server = await startRawServer(settings({ [SETTING.initialWindowSize]: 0 }));
    const message = BODIES[2] as Buffer;
    const check = { check: () => 0 };
    const options = echoOptions(server.port, { check }, [message]);
    const numbered = { ...options, requests: withIds(options.requests) };
    await using load = await GrpcLoad.open(numbered);
    const peer = await server.connection();
    load.send();
    await peer.received(({ type }) => type === FRAME.headers);
    const whole = grpcMessage(expected(0, 2));
    for (let sent = 0; sent < whole.length; sent += 1) {
      peer.write(frame(FRAME.windowUpdate, 0, 1, uint32(1)));
      await peer.received(({ type }) => type === FRAME.data, sent);
    }
    const data = peer.frames.filter(({ type }) => type === FRAME.data);
    assert.deepEqual(Buffer.concat(data.map(({ payload }) => payload)), whole);
    peer.write(goodAnswer(await peer.request(), message));
    assert.deepEqual(grpcTally(await load.until(1)), { ok: 1 });
  });
});
