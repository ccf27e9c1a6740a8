import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { httpAdmin } from '../../../src/clients/kserve-admin.ts';
import { BenchError } from '../../../src/contract/bench-error.ts';
import type { ServerAddresses } from '../../../src/contract/measurements.ts';
import { startStack } from '../../../src/stack/index.ts';
import { freePorts } from '../../support/free-ports.ts';
import { embeddedStack } from '../../support/with-embedded-stack.ts';

const none: ServerAddresses = { http: undefined, grpc: undefined, metrics: undefined };

function connect(
  addresses: Partial<ServerAddresses>,
  options: { ms?: number; silentMs?: number; signal?: AbortSignal; grpcIsGuess?: boolean } = {},
) {
  return startStack(
    {
      driver: 'external',
      addresses: { ...none, ...addresses },
      grpcIsGuess: options.grpcIsGuess ?? false,
      modelRepository: '/nowhere',
      readyTimeoutMs: options.ms ?? 60_000,
      ...(options.silentMs !== undefined && { silentTimeoutMs: options.silentMs }),
    },
    options.signal ?? new AbortController().signal,
  );
}

async function refusal(start: Promise<unknown>): Promise<BenchError> {
  const error = await start.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof BenchError, String(error));
  return error;
}

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    http: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => void server.close().closeAllConnections(),
  };
}

/** A server whose readiness is asked `notYet` times in vain; `onAsked` hears each time how often it was. */
function readyAfter(notYet: number, onAsked: (times: number) => void = () => undefined) {
  let asked = 0;
  return serve((request, response) => {
    if (request.url === '/v2') response.end('{"name":"s","version":"1","extensions":[]}');
    else if (request.url === '/v2/health/ready') {
      asked += 1;
      onAsked(asked);
      response.writeHead(asked > notYet ? 200 : 400).end();
    } else response.writeHead(404).end();
  });
}

describe('a server that is already there', () => {
  it('is connected to over HTTP, over gRPC, or both, and outlives the stack', async () => {
    await using server = await embeddedStack();
    const { http, grpc } = server.addresses;
    for (const addresses of [{ http }, { grpc }, { http, grpc }]) {
      const stack = await connect(addresses as Partial<ServerAddresses>);
      assert.equal(stack.driver, 'external');
      assert.equal(stack.standIn, null);
      assert.deepEqual(stack.addresses, { ...none, ...addresses });
      assert.deepEqual(stack.logTail(), []);
      await stack[Symbol.asyncDispose]();
    }
    assert.equal(await httpAdmin(http ?? '').ready(), true);
  });

  it('is enough at one of its addresses: the others may be guesses', async () => {
    using server = await readyAfter(0);
    const [nobody = 0] = await freePorts(1);
    const stack = await connect({ http: server.http, grpc: `127.0.0.1:${nobody}` });
    assert.equal(stack.addresses.http, server.http);
  });

  it('is waited for while it loads its models', async () => {
    using server = await readyAfter(3);
    const stack = await connect({ http: server.http });
    assert.equal(stack.addresses.http, server.http);
  });

  it('is given time to open its other doors when it has only just come up', async () => {
    const [metricsPort = 0] = await freePorts(1);
    const page = createServer((_, response) => response.end());
    using server = await readyAfter(2, (times) => {
      if (times === 4) page.listen(metricsPort, '127.0.0.1');
    });
    await connect({ http: server.http, metrics: `http://127.0.0.1:${metricsPort}/metrics` });
    assert.equal(page.listening, true);
    page.close().closeAllConnections();
  });

  it('is taken as it is where a door stays shut', async () => {
    const [nobody = 0] = await freePorts(1);
    using server = await readyAfter(2);
    const metrics = `http://127.0.0.1:${nobody}/metrics`;
    const stack = await connect({ http: server.http, metrics });
    assert.equal(stack.addresses.metrics, metrics);
  });

  it('is waited for before it takes a connection, where somebody gives it the time', async () => {
    const [port = 0] = await freePorts(1);
    const server = createServer((_, response) => response.end('{"name":"s","version":"1"}'));
    const joined = connect({ http: `http://127.0.0.1:${port}` }, { silentMs: 60_000 });
    // Longer than nobody is waited for otherwise: nothing tells that a connection was refused.
    await pause(2500);
    await once(server.listen(port, '127.0.0.1'), 'listening');
    const stack = await joined;
    assert.equal(stack.addresses.http, `http://127.0.0.1:${port}`);
    server.close().closeAllConnections();
  });
});

describe('a server that is not to be had', () => {
  it('is named, with the reason', async () => {
    const [port = 0] = await freePorts(1);
    const error = await refusal(connect({ http: `http://127.0.0.1:${port}` }));
    assert.equal(error.code, 'server-unreachable');
    assert.match(
      error.message,
      new RegExp(`^no server at http://127.0.0.1:${port}/v2: .*ECONNREFUSED`),
    );
    assert.match(error.hint, /running/);
  });

  it('is named at each of its addresses', async () => {
    const [http = 0, grpc = 0] = await freePorts(2);
    const addresses = { http: `http://127.0.0.1:${http}`, grpc: `127.0.0.1:${grpc}` };
    const { message } = await refusal(connect(addresses));
    assert.match(message, new RegExp(`:${http}.*\n.*:${grpc}`));
  });

  it('is named once where the gRPC address is a guess', async () => {
    const [http = 0, grpc = 0] = await freePorts(2);
    const addresses = { http: `http://127.0.0.1:${http}`, grpc: `127.0.0.1:${grpc}` };
    const { message } = await refusal(connect(addresses, { grpcIsGuess: true }));
    assert.match(message, new RegExp(`^no server at http://127.0.0.1:${http}/v2: .*$`));
  });

  it('is up and not ready within the budget', async () => {
    using server = await readyAfter(Number.POSITIVE_INFINITY);
    const { code, message } = await refusal(connect({ http: server.http }, { ms: 300 }));
    assert.equal(code, 'server-unreachable');
    assert.equal(message, `the server at ${server.http} is up, but was not ready within 0.3 s`);
  });

  it('does not speak KServe', async () => {
    using server = await serve((_, response) => response.writeHead(404).end('no such page'));
    const { code, message } = await refusal(connect({ http: server.http }));
    assert.equal(code, 'server-unreachable');
    assert.match(message, /\/v2 does not answer as a KServe v2 server: status 404, "no such page"/);
  });

  it('was not given an address', async () => {
    assert.equal((await refusal(connect({}))).code, 'config-invalid');
  });

  it('is not waited for when the signal comes', async () => {
    using server = await readyAfter(Number.POSITIVE_INFINITY);
    const controller = new AbortController();
    const start = connect({ http: server.http }, { signal: controller.signal });
    controller.abort();
    assert.equal((await refusal(start)).code, 'interrupted');
  });
});
