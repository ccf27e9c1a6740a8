import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import {
  engineOptions,
  HttpLoad,
  keepingCheck,
  requestSet,
  tally,
} from '../../support/http-load.ts';

async function serve(
  listener: RequestListener,
  host = '127.0.0.1',
): Promise<Server & AsyncDisposable> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

describe('the HTTP engine against node:http', () => {
  it('sends every request once and hands every answer back', async () => {
    const bodies = [Buffer.from('one'), Buffer.from('second')];
    const got: string[] = [];
    await using server = await serve((request, response) => {
      request.setEncoding('latin1').on('data', (text: string) => got.push(text));
      request.on('end', () => response.end(`answer to ${got.at(-1)}`));
    });
    const check = keepingCheck();
    await using load = await HttpLoad.open(
      engineOptions(portOf(server), { requests: requestSet(bodies), check, connections: 4 }),
    );
    const ended = await load.closedLoop(200, 4);
    assert.deepEqual(tally(ended), { ok: 200 });
    assert.equal(got.length, 200);
    assert.equal(check.seen.filter(({ body }) => body === 'answer to one').length, 100);
    assert.equal(load.engine.counters.newConnections, 0);
  });
});
