import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { serveMetrics } from '../../../src/app/metrics-server.ts';
import { freePorts } from '../../support/free-ports.ts';

const PAGE = { type: 'text/plain; version=0.0.4; charset=utf-8', render: () => 'up 1\n' };
const SLOW_BODY = 'POST /other HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n1';
const NEVER = new AbortController().signal;

async function served() {
  const [port = 0] = await freePorts(1);
  const page = await serveMetrics({ host: '127.0.0.1', port }, PAGE, () => 0);
  return { page, port, url: `http://127.0.0.1:${port}` };
}

describe('a served metrics page', { timeout: 600_000 }, () => {
  it('is what Prometheus asks for', async () => {
    const { page, url } = await served();
    const answer = await fetch(`${url}/metrics?collect=all`);
    assert.equal(answer.headers.get('content-type'), PAGE.type);
    assert.equal(await answer.text(), 'up 1\n');
    await page[Symbol.asyncDispose]();
  });

  it('is all there is, and only to be read', async () => {
    const { page, url } = await served();
    const other = await fetch(`${url}/`);
    assert.deepEqual([other.status, await other.text()], [404, 'The metrics are at /metrics.\n']);
    assert.equal((await fetch(`${url}/metrics`, { method: 'POST' })).status, 405);
    const head = await fetch(`${url}/metrics`, { method: 'HEAD' });
    assert.deepEqual([head.status, await head.text()], [200, '']);
    await page[Symbol.asyncDispose]();
  });

  for (const line of ['GET // HTTP/1.1', 'GET http://[ HTTP/1.1', 'nonsense', '\u0000\u0001']) {
    it(`outlives ${JSON.stringify(line)}`, async () => {
      const { page, port, url } = await served();
      const socket = connect(port, '127.0.0.1');
      socket.end(`${line}\r\nhost: here\r\nconnection: close\r\n\r\n`);
      assert.match(await text(socket), /^HTTP\/1.1 4\d\d /);
      assert.equal((await fetch(`${url}/metrics`)).status, 200);
      await page[Symbol.asyncDispose]();
    });
  }

  it('sends away who takes too long to ask, and answers others meanwhile', async () => {
    const { page, port, url } = await served();
    const words = ['', 'GET /metr', 'GET /metrics HTTP/1.1\r\nx: y\r\n', SLOW_BODY];
    const slow = words.map((said) => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      socket.write(said);
      return new Promise((resolve) => socket.resume().once('close', resolve));
    });
    assert.equal((await fetch(`${url}/metrics`)).status, 200);
    await Promise.all(slow);
    await page[Symbol.asyncDispose]();
  });

  it('lets in only so many at a time, and others when those are gone', async () => {
    const { page, port, url } = await served();
    const sockets = Array.from({ length: 200 }, () => connect(port, '127.0.0.1'));
    let open = sockets.length;
    const gone = sockets.map(async (socket) => {
      socket.resume().on('error', () => undefined);
      await new Promise((resolve) => socket.once('close', resolve));
      open -= 1;
    });
    while (open > 50) await new Promise((resolve) => setTimeout(resolve, 10));
    await Promise.all(gone);
    assert.equal((await fetch(`${url}/metrics`)).status, 200);
    await page[Symbol.asyncDispose]();
  });

  it('refuses a head that has no end', async () => {
    const { page, port, url } = await served();
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    const gone = new Promise((resolve) => socket.resume().once('close', resolve));
    const more = () => {
      while (socket.writable && socket.write(`x: ${'y'.repeat(1000)}\r\n`));
    };
    socket.on('drain', more).write('GET /metrics HTTP/1.1\r\n', more);
    await gone;
    assert.equal((await fetch(`${url}/metrics`)).status, 200);
    await page[Symbol.asyncDispose]();
  });

  it('ends while somebody holds a connection open', async () => {
    const { page, port } = await served();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    await page[Symbol.asyncDispose]();
    socket.destroy();
  });

  it('waits for nobody who never asked', async () => {
    const { page } = await served();
    await page.askedAgain(NEVER);
    await page[Symbol.asyncDispose]();
  });

  it('waits for who asked before, until they have their answer', async () => {
    const { page, url } = await served();
    await (await fetch(`${url}/metrics`)).text();
    let isOver = false;
    const asked = page.askedAgain(NEVER).then(() => {
      isOver = true;
    });
    await (await fetch(`${url}/other`)).text();
    assert.equal(isOver, false);
    await (await fetch(`${url}/metrics`)).text();
    await asked;
    await page[Symbol.asyncDispose]();
  });

  it('waits no longer when it is interrupted', async () => {
    const { page, url } = await served();
    await (await fetch(`${url}/metrics`)).text();
    await page.askedAgain(AbortSignal.abort());
    await page[Symbol.asyncDispose]();
  });
});
