import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it } from 'node:test';
import {
  engineOptions,
  HttpLoad,
  keepingCheck,
  requestSet,
  tally,
} from '../../support/http-load.ts';

/** node:http, with its own count of what arrived. */
async function serve(listener: RequestListener) {
  const server: Server = createServer();
  const counts = { requests: 0, connections: 0 };
  server.on('request', () => {
    counts.requests += 1;
  });
  server.on('request', listener);
  server.on('connection', () => {
    counts.connections += 1;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    server,
    counts,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

const echo: RequestListener = (request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => response.end(Buffer.concat(pieces)));
};

describe('the HTTP engine against node:http', { timeout: 600_000 }, () => {
  it('sends every request once and hands every answer to its own request', async () => {
    await using at = await serve(echo);
    const bodies = Array.from({ length: 7 }, (_, i) => Buffer.from(`body ${i}`));
    const wrong: string[] = [];
    const check = keepingCheck();
    const options = engineOptions(at.port, {
      requests: requestSet(bodies),
      connections: 4,
      check: {
        check(slot, bytes, start, end, jsonBytes) {
          const body = bytes.toString('latin1', start, end);
          if (body !== `body ${slot.request}`) wrong.push(body);
          return check.check(slot, bytes, start, end, jsonBytes);
        },
      },
    });
    await using load = await HttpLoad.open(options);
    assert.deepEqual(tally(await load.closedLoop(700, 4)), { ok: 700 });
    assert.deepEqual(wrong, []);
    assert.equal(at.counts.requests, 700);
    assert.equal(at.counts.connections, 4);
    assert.equal(load.engine.counters.newConnections, 0);
  });

  it('stamps due, dispatched, sent, first byte and done in that order', async () => {
    await using at = await serve((_, response) => {
      response.writeHead(200);
      response.write('first', () => setImmediate(() => response.end('last')));
    });
    await using load = await HttpLoad.open(engineOptions(at.port));
    for (const slot of await load.closedLoop(20, 1)) {
      const { dueNs, dispatchedNs, sentNs, firstByteNs, doneNs } = slot;
      const inOrder = [dueNs, dispatchedNs, sentNs, firstByteNs, doneNs];
      assert.deepEqual(
        inOrder,
        inOrder.toSorted((a, b) => a - b),
      );
      assert.ok(doneNs > firstByteNs, 'the last byte came in a later turn');
    }
  });

  it('says what a KServe server has to know, and what the user adds', async () => {
    const seen: Record<string, unknown>[] = [];
    await using at = await serve((request, response) => {
      seen.push({ ...request.headers, method: request.method, url: request.url });
      request.resume().on('end', () => response.end());
    });
    for (const jsonBytes of [-1, 2]) {
      const options = engineOptions(at.port, {
        requests: requestSet([Buffer.from('{}tensor')], jsonBytes),
        headers: { 'x-tenant': 'a', authorization: 'Bearer b' },
      });
      await using load = await HttpLoad.open(options);
      assert.equal((await load.one()).outcome, 'ok');
    }
    const both = {
      method: 'POST',
      url: '/v2/models/echo/infer',
      host: `127.0.0.1:${at.port}`,
      'accept-encoding': 'identity',
      'content-length': '8',
      'x-tenant': 'a',
      authorization: 'Bearer b',
    };
    const binary = {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': '2',
    };
    assert.deepEqual(seen, [
      { ...both, 'content-type': 'application/json' },
      { ...both, ...binary },
    ]);
  });

  it('reads chunked answers, and where the JSON of a binary answer ends', async () => {
    await using at = await serve((_, response) => {
      response.writeHead(200, { 'Inference-Header-Content-Length': '3', Trailer: 'X-T' });
      for (const piece of ['a', 'bc', 'd'.repeat(70_000)]) response.write(piece);
      response.addTrailers({ 'X-T': 'yes' });
      response.end();
    });
    const check = keepingCheck();
    await using load = await HttpLoad.open(engineOptions(at.port, { check }));
    assert.deepEqual(tally(await load.closedLoop(10, 1)), { ok: 10 });
    const expected = { body: `abc${'d'.repeat(70_000)}`, jsonBytes: 3 };
    assert.deepEqual(check.seen, Array(10).fill(expected));
    assert.equal(at.counts.connections, 1);
  });

  it('passes over 100 Continue, 102 Processing and 103 Early Hints', async () => {
    await using at = await serve((request, response) => {
      response.writeContinue();
      response.writeProcessing();
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      echo(request, response);
    });
    await using load = await HttpLoad.open(engineOptions(at.port));
    assert.deepEqual(tally(await load.closedLoop(10, 1)), { ok: 10 });
    assert.equal(at.counts.requests, 10);
    assert.equal(at.counts.connections, 1);
  });

  it('opens a new connection after each answer that says Connection: close', async () => {
    await using at = await serve((request, response) => {
      response.setHeader('Connection', 'close');
      echo(request, response);
    });
    await using load = await HttpLoad.open(engineOptions(at.port, { connections: 2 }));
    assert.deepEqual(tally(await load.closedLoop(40, 2)), { ok: 40 });
    assert.equal(at.counts.requests, 40);
    assert.ok(load.engine.counters.newConnections >= 38);
  });

  it('outlives a keep-alive timeout of the server', async () => {
    await using at = await serve(echo);
    at.server.keepAliveTimeout = 30;
    const used: Socket[] = [];
    at.server.on('request', (request) => used.push(request.socket));
    await using load = await HttpLoad.open(engineOptions(at.port));
    for (let round = 1; round <= 3; round += 1) {
      assert.equal((await load.one()).outcome, 'ok');
      const socket = used[round - 1];
      if (socket && !socket.closed) await once(socket, 'close');
    }
    assert.equal(new Set(used).size, 3);
    assert.equal(at.counts.requests, 3);
    assert.ok(load.engine.counters.newConnections >= 2, 'replaced without being asked');
  });

  it('calls an error by its status and keeps what the server said', async () => {
    const answers = [
      [404, '{"error":"Request for unknown model: \'m\' is not found"}', 'http-4xx'],
      [400, '{"error":"[request id: 7] Exceeds maximum queue size"}', 'overloaded'],
      [503, '{"error":"Server exiting"}', 'server-shutdown'],
      [500, '<html>\n<h1>Oops</h1>', 'http-5xx'],
      [302, '', 'http-other'],
    ] as const;
    await using at = await serve((_, response) => {
      const [status, body] = answers[at.counts.requests - 1] as (typeof answers)[number];
      response.writeHead(status).end(body);
    });
    await using load = await HttpLoad.open(engineOptions(at.port));
    const ended = await load.closedLoop(answers.length, 1);
    assert.deepEqual(
      ended.map(({ outcome, detail }) => [outcome, detail]),
      [
        ['http-4xx', "HTTP 404: Request for unknown model: 'm' is not found"],
        ['overloaded', 'HTTP 400: [request id: 7] Exceeds maximum queue size'],
        ['server-shutdown', 'HTTP 503: Server exiting'],
        ['http-5xx', 'HTTP 500: <html> <h1>Oops</h1>'],
        ['http-other', 'HTTP 302'],
      ],
    );
    assert.equal(at.counts.connections, 1);
  });

  it('calls an answer malformed that is compressed unasked or contradicts itself', async () => {
    const headers = [{ 'Content-Encoding': 'gzip' }, { 'Inference-Header-Content-Length': '99' }];
    await using at = await serve((_, response) => {
      response.writeHead(200, headers[at.counts.requests - 1]).end('x');
    });
    await using load = await HttpLoad.open(engineOptions(at.port));
    assert.deepEqual(tally(await load.closedLoop(2, 1)), { 'malformed-answer': 2 });
  });
});

describe('large requests and answers', { timeout: 600_000 }, () => {
  it('sends 25.7 MB from shared memory and reads it back, whole', async () => {
    await using at = await serve(echo);
    const shared = new SharedArrayBuffer(2 * 8192 * 784 * 4);
    const half = shared.byteLength / 2;
    const bodies = [new Uint8Array(shared, 0, half), new Uint8Array(shared, half, half)];
    for (const [i, body] of bodies.entries()) new Uint32Array(body.buffer, i * half).fill(i + 1);
    const same: boolean[] = [];
    const options = engineOptions(at.port, {
      requests: requestSet(bodies),
      connections: 2,
      check: {
        check(slot, bytes, start, end) {
          const sent = Buffer.from(shared, slot.request * half, half);
          same.push(sent.equals(bytes.subarray(start, end)));
          return 0;
        },
      },
    });
    await using load = await HttpLoad.open(options);
    assert.deepEqual(tally(await load.closedLoop(4, 2)), { ok: 4 });
    assert.deepEqual(same, [true, true, true, true]);
    assert.ok(load.engine.counters.bytesReceived > 4 * half);
    assert.ok(load.engine.counters.bytesSent > 4 * half);
    assert.equal(at.counts.connections, 2);
  });

  it('an early refusal of a large request is that answer, and its connection is not used again', async () => {
    await using at = await serve((_, response) => response.writeHead(413).end('too large'));
    const requests = requestSet([Buffer.alloc(20e6)]);
    await using load = await HttpLoad.open(engineOptions(at.port, { requests }));
    const { outcome, detail } = await load.one();
    assert.equal(outcome, 'http-4xx');
    assert.equal(detail, 'HTTP 413: too large');
    assert.equal((await load.one()).outcome, 'http-4xx');
    assert.equal(at.counts.requests, 2);
    assert.equal(at.counts.connections, 2);
  });
});

describe('more requests than connections', { timeout: 600_000 }, () => {
  it('opens connections as they are needed, up to the limit; the rest waits its turn', async () => {
    const held: (() => void)[] = [];
    let reached: () => void = () => {};
    const six = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await using at = await serve((_, response) => {
      held.push(() => response.end());
      if (held.length === 6) reached();
    });
    await using load = await HttpLoad.open(
      engineOptions(at.port, { connections: 2, maxConnections: 6 }),
    );
    for (let i = 0; i < 10; i += 1) load.send();
    await six;
    assert.equal(load.engine.queueDepth, 4);
    assert.equal(load.engine.counters.newConnections, 4);
    for (let answered = 1; answered <= 10; answered += 1) {
      held.shift()?.();
      await load.until(answered);
    }
    assert.deepEqual(tally(load.ended), { ok: 10 });
    assert.deepEqual(
      load.ended.map(({ sentNs, index }) => [sentNs, index]).toSorted(([a = 0], [b = 0]) => a - b),
      load.ended
        .map(({ sentNs, index }) => [sentNs, index])
        .toSorted(([, a = 0], [, b = 0]) => a - b),
      'sent in the order of dispatch',
    );
    assert.equal(at.counts.connections, 6);
  });

  it('leaves the others idle when one is enough: the one used last is used next', async () => {
    await using at = await serve(echo);
    const used = new Set<unknown>();
    at.server.on('request', (request) => used.add(request.socket));
    await using load = await HttpLoad.open(engineOptions(at.port, { connections: 5 }));
    await load.closedLoop(50, 1);
    assert.equal(used.size, 1);
  });
});
