import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Outcome } from '../../../src/contract/outcome.ts';
import { ByteServer, ok } from '../../support/byte-server.ts';
import { engineOptions, HttpLoad, tally } from '../../support/http-load.ts';

const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nA: b\r\n\r\n';
const HALF = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc';

/** What a server may do with a request, and how that request may then end. */
const BEHAVIOURS: Readonly<
  Record<string, readonly [(socket: Socket) => void, readonly Outcome[]]>
> = {
  good: [(s) => s.write(ok('x')), ['ok']],
  chunked: [(s) => s.write(CHUNKED), ['ok']],
  'in two pieces': [(s) => s.write(ok('x').slice(0, 20), () => s.write(ok('x').slice(20))), ['ok']],
  'announces its end': [
    (s) => s.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
    ['ok'],
  ],
  'until close': [(s) => s.end('HTTP/1.0 200 OK\r\n\r\nbody'), ['ok']],
  'good, then closes unasked': [(s) => s.end(ok('x')), ['ok']],
  refusal: [(s) => s.write('HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n'), ['http-5xx']],
  half: [(s) => s.end(HALF), ['closed-mid-answer']],
  nothing: [(s) => s.end(), ['closed-mid-answer']],
  reset: [(s) => s.resetAndDestroy(), ['reset']],
  garbage: [(s) => s.write('garbage\r\n'), ['protocol-error']],
  twice: [(s) => s.write(ok('x') + ok('x')), ['protocol-error']],
  silence: [() => {}, ['timed-out']],
};

describe('a server that does anything at all', { timeout: 600_000 }, () => {
  it('every request ends once, as what the server did to it, and none is sent twice', async () => {
    const behaviour = fc.constantFrom(...Object.keys(BEHAVIOURS));
    const plan = fc.record({
      behaviours: fc.array(behaviour, { minLength: 1, maxLength: 40 }),
      connections: fc.integer({ min: 1, max: 6 }),
      maxConnections: fc.integer({ min: 1, max: 8 }),
      concurrency: fc.integer({ min: 1, max: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ behaviours, concurrency, ...pool }) => {
        const seen: number[] = [];
        await using server = await ByteServer.listen((socket, { body }) => {
          const request = Number(body);
          seen.push(request);
          BEHAVIOURS[behaviours[request] ?? '']?.[0](socket);
        });
        const requests = {
          ...engineOptions(0).requests,
          size: behaviours.length,
          body: (request: number) => Buffer.from(String(request)),
        };
        const options = engineOptions(server.port, { requests, ...pool, timeoutNs: 400e6 });
        await using load = await HttpLoad.open(options);
        const ended = await load.closedLoop(behaviours.length, concurrency);
        assert.equal(ended.length, behaviours.length);
        assert.equal(new Set(seen).size, seen.length, 'no request arrives twice');
        for (const { request, outcome, sentNs, doneNs, detail } of ended) {
          const name = behaviours[request] ?? '';
          const may = seen.includes(request) ? BEHAVIOURS[name]?.[1] : LOST;
          const late = outcome === 'timed-out' && doneNs === sentNs + 400e6;
          assert.ok(may?.includes(outcome) || late, `${name} ended as ${outcome}: ${detail}`);
        }
        const sent = ended.filter(({ sentNs }) => sentNs >= 0).length;
        const lost = ended.filter(({ request }) => !seen.includes(request)).length;
        assert.equal(server.requests, sent - lost, JSON.stringify(tally(ended)));
        const { resent, bytesSent } = load.engine.counters;
        assert.equal(resent, 0);
        assert.ok(bytesSent > 0);
      }),
      { numRuns: 40 },
    );
  });
});

/** Written to a connection that the server had closed already: it was sent, and never arrived. */
const LOST: readonly Outcome[] = ['closed-mid-answer', 'reset'];
