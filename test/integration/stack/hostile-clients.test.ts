import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fetchMetrics } from '../../../src/clients/triton-metrics.ts';
import type { RunningStack } from '../../../src/stack/index.ts';
import { digitTensor } from '../../support/held-out-digits.ts';
import { testModels } from '../../support/test-models.ts';
import { embeddedStack } from '../../support/with-embedded-stack.ts';

let stack: RunningStack;
let models: ReturnType<typeof testModels>;
before(async () => {
  models = testModels();
  stack = await embeddedStack(models.path);
});
after(async () => {
  await stack[Symbol.asyncDispose]();
  models[Symbol.dispose]();
});

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(stack.addresses.http ?? '').port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes and reads until the server closes the connection, or until `enough` matches. */
async function exchange(bytes: string | Buffer, enough?: RegExp): Promise<string> {
  const socket = await open();
  socket.on('error', () => undefined);
  let text = '';
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (enough?.test(text)) resolve();
    });
  });
  socket.write(bytes);
  await ended;
  socket.destroy();
  return text;
}

function request(headers: Record<string, string | number>, body = '', model = 'bare'): string {
  const lines = Object.entries({ Host: 'x', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `POST /v2/models/${model}/infer HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

const JSON_BODY = '{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]}';
const STATUS = /^HTTP\/1\.1 (\d{3})/;
const whole = /\r\n\r\n.+\}$/s;

async function stillServes(): Promise<void> {
  const answer = await fetch(`${stack.addresses.http}/v2/models/bare/infer`, {
    method: 'POST',
    body: JSON_BODY,
  });
  assert.equal(answer.status, 200);
  await answer.arrayBuffer();
}

describe('a client that breaks the rules of HTTP', () => {
  const cases: [what: string, bytes: string, status: number][] = [
    ['sends no HTTP at all', 'hello\r\n\r\n', 400],
    ['speaks TLS', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', 400],
    [
      'gives two different lengths',
      request({ 'Content-Length': '5\r\nContent-Length: 6' }, 'hello!'),
      400,
    ],
    ['gives a length that is no number', request({ 'Content-Length': 'x' }, 'hello'), 400],
    ['gives a negative length', request({ 'Content-Length': -1 }), 400],
    ['breaks its chunks', request({ 'Transfer-Encoding': 'chunked' }, 'zz\r\nhello\r\n'), 400],
    ['sends a header that is too large', request({ 'X-Long': 'x'.repeat(100_000) }), 431],
    ['promises a body that is absurdly large', request({ 'Content-Length': 2 ** 40 }), 413],
  ];
  for (const [what, bytes, status] of cases) {
    it(`is told so, and the others are served: it ${what}`, async () => {
      const answer = await exchange(bytes);
      assert.equal(STATUS.exec(answer)?.[1], String(status), answer.slice(0, 200));
      await stillServes();
    });
  }
});

describe('an inference header length', () => {
  const length = JSON_BODY.length;
  const cases: [what: string, header: string, status: number, said: RegExp][] = [
    [
      'beyond the body',
      String(length + 1),
      400,
      new RegExp(`should be in range \\(0, ${length}\\), got: ${length + 1}`),
    ],
    ['below 0', '-1', 400, /got: -1/],
    ['of twenty digits', '99999999999999999999', 400, /got: 99999999999999999999/],
    ['that cuts the JSON short', '20', 500, /Missing a closing quotation mark in string. at 20/],
    [
      'that is no number is a raw tensor',
      'abc',
      400,
      /input byte size mismatch for input 'raw_input'/,
    ],
    ['with letters behind it counts', `${length}x`, 200, /"data":\[2.0,4.0\]/],
  ];
  for (const [what, header, status, said] of cases) {
    it(`${what} → ${status}`, async () => {
      const headers = { 'Inference-Header-Content-Length': header, 'Content-Length': length };
      const answer = await exchange(request(headers, JSON_BODY), whole);
      assert.equal(STATUS.exec(answer)?.[1], String(status));
      assert.match(answer, said);
    });
  }
});

describe('a client that is slow or leaves', () => {
  it('is waited for, byte by byte', async () => {
    const socket = await open();
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    const bytes = request({ 'Content-Length': JSON_BODY.length, Connection: 'close' }, JSON_BODY);
    for (const byte of bytes) {
      socket.write(byte);
      await new Promise((turn) => setImmediate(turn));
    }
    await once(socket, 'end');
    assert.match(text, /"data":\[2.0,4.0\]/);
  });

  it('may send its next request before the answer', async () => {
    const one = request({ 'Content-Length': JSON_BODY.length }, JSON_BODY);
    const answer = await exchange(one + one, /2.0,4.0.*2.0,4.0/s);
    assert.equal(answer.match(/HTTP\/1\.1 200/g)?.length, 2);
  });

  it('may leave in the middle of its upload', async () => {
    const socket = await open();
    const tensor = Buffer.from(digitTensor(0, 1));
    socket.write(request({ 'Content-Length': 25_700_000 }));
    socket.write(tensor);
    socket.destroy();
    await once(socket, 'close');
    await stillServes();
  });

  it('is dropped from the queue, and counted', async () => {
    const sockets = [await open(), await open()];
    for (const socket of sockets) {
      socket.write(request({ 'Content-Length': JSON_BODY.length }, JSON_BODY, 'full'));
    }
    await until(async () => (await metric('nv_inference_pending_request_count')) === 2);
    const third = await exchange(
      request({ 'Content-Length': JSON_BODY.length }, JSON_BODY, 'full'),
      whole,
    );
    assert.match(
      third,
      /^HTTP\/1\.1 503 .*"\[request id: <id_unknown>\] Exceeds maximum queue size"/s,
    );
    for (const socket of sockets) socket.destroy();
    await until(async () => (await metric('nv_inference_request_failure', 'CANCELED')) === 2);
    assert.equal(await metric('nv_inference_request_success'), 0);
    assert.equal(await metric('nv_inference_pending_request_count'), 0);
  });
});

/** A metric of the model `full`. */
async function metric(name: string, reason?: string): Promise<number | undefined> {
  const samples = await fetchMetrics(stack.addresses.metrics ?? '');
  return samples.find(
    (sample) =>
      sample.name === name && sample.labels.model === 'full' && sample.labels.reason === reason,
  )?.value;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((turn) => setImmediate(turn));
}
