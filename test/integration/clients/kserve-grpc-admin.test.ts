import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  type handleUnaryCall,
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { grpcAdmin } from '../../../src/clients/kserve-grpc-admin.ts';
import { BenchError } from '../../../src/contract/bench-error.ts';

const execute = promisify(execFile);

type Handler = (request: { name: string; version: string }) => object;

const protos = fileURLToPath(new URL('../../../../protos', import.meta.url));
const { inference } = loadPackageDefinition(
  loadSync('grpc_service.proto', { includeDirs: [protos], keepCase: true }),
) as unknown as { inference: { GRPCInferenceService: ServiceClientConstructor } };

const servers: Server[] = [];
after(() => {
  for (const server of servers) server.forceShutdown();
});

/** A server with these calls alone; a handler may throw {code, details}. */
async function serve(handlers: Record<string, Handler>): Promise<string> {
  const server = new Server();
  servers.push(server);
  const calls = Object.entries(handlers).map(
    ([name, handle]): [string, handleUnaryCall<Parameters<Handler>[0], object>] => [
      name,
      (call, done) => {
        try {
          done(null, handle(call.request));
        } catch (error) {
          done(error as ServiceError);
        }
      },
    ],
  );
  server.addService(inference.GRPCInferenceService.service, Object.fromEntries(calls));
  const port = await new Promise<number>((up, failed) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? failed(error) : up(bound),
    );
  });
  return `127.0.0.1:${port}`;
}

async function refusal(attempt: Promise<unknown>): Promise<BenchError> {
  try {
    await attempt;
  } catch (error) {
    assert.ok(error instanceof BenchError, String(error));
    return error;
  }
  assert.fail('was not refused');
}

/** A client's bytes: after the preface of 24, frames; a DATA frame with END_STREAM ends a request. */
function hasWholeRequest(bytes: Buffer): boolean {
  for (let at = 24; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) {
    if (bytes[at + 3] === 0 && ((bytes[at + 4] ?? 0) & 1) === 1) return true;
  }
  return false;
}

describe('the gRPC admin client', () => {
  let address: string;
  before(async () => {
    address = await serve({
      ServerLive: () => ({ live: true }),
      ServerReady: () => ({ ready: false }),
      ServerMetadata: () => ({ name: 'triton', version: '2', extensions: ['a'] }),
      RepositoryIndex: () => ({ models: [{ name: 'm', version: '1', state: 'READY' }] }),
      ModelMetadata: ({ name, version }) => {
        if (name !== 'm') throw { code: status.NOT_FOUND, details: `unknown model: '${name}'` };
        return {
          name,
          versions: [version],
          inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 784] }],
        };
      },
      ModelConfig: () => ({
        config: {
          name: 'm',
          max_batch_size: 8,
          sequence_batching: { direct: {} },
          model_transaction_policy: { decoupled: true },
        },
      }),
      ModelStatistics: () => ({
        model_stats: [
          {
            name: 'm',
            version: '1',
            inference_count: 8,
            inference_stats: { success: { count: 3, ns: '9007199254740991' } },
            batch_stats: [{ batch_size: 4, compute_infer: { count: 2, ns: 7 } }],
          },
        ],
      }),
    });
  });

  it('gives the answers that HTTP gives', async () => {
    const admin = grpcAdmin(address);
    assert.deepEqual([await admin.live(), await admin.ready()], [true, false]);
    assert.deepEqual(await admin.server(), { name: 'triton', version: '2', extensions: ['a'] });
    assert.deepEqual(await admin.models(), [
      { name: 'm', version: '1', state: 'READY', reason: null },
    ]);
    assert.deepEqual(await admin.metadata('m', '1'), {
      name: 'm',
      versions: ['1'],
      platform: '',
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 784] }],
      outputs: [],
    });
    assert.deepEqual(await admin.config('m'), {
      maxBatchSize: 8,
      decoupled: true,
      sequenceBatching: true,
    });
    const [statistics] = await admin.statistics('m');
    assert.deepEqual(statistics?.success, { count: 3, ns: Number.MAX_SAFE_INTEGER });
    assert.deepEqual(statistics?.fail, { count: 0, ns: 0 });
    assert.deepEqual(statistics?.batches[0]?.computeInfer, { count: 2, ns: 7 });
  });

  it('says what is there for a model that is not', async () => {
    const error = await refusal(grpcAdmin(address).metadata('n'));
    assert.equal(error.code, 'model-unsuitable');
    assert.equal(error.message, `no model "n" at ${address}`);
    assert.match(error.hint, /models there: m$/);
  });

  it('asks for a name where the server lists no models', async () => {
    const error = await refusal(grpcAdmin(await serve({})).models());
    assert.equal(error.code, 'model-unsuitable');
    assert.match(error.hint, /--model/);
  });

  it('names a refused connection, and takes nobody for not alive', async () => {
    const admin = grpcAdmin('127.0.0.1:1');
    assert.equal(await admin.live(), false);
    const error = await refusal(admin.server());
    assert.equal(error.code, 'server-unreachable');
    assert.match(
      error.message,
      /^no gRPC answer from 127\.0\.0\.1:1: UNAVAILABLE: connect ECONNREF/,
    );
  });

  it('hints at the other port when HTTP answers', async () => {
    const http = createServer((_, response) => response.end());
    await new Promise<void>((up) => http.listen(0, '127.0.0.1', up));
    const { port } = http.address() as AddressInfo;
    const error = await refusal(grpcAdmin(`127.0.0.1:${port}`).metadata('m'));
    http.close().closeAllConnections();
    assert.equal(error.code, 'server-unreachable');
    assert.match(error.hint, /gRPC port/);
  });

  it('gives up on a call that is never answered', async () => {
    const stuck = new Server();
    servers.push(stuck);
    stuck.addService(inference.GRPCInferenceService.service, { ServerMetadata: () => {} });
    const port = await new Promise<number>((up) => {
      stuck.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, bound) => up(bound));
    });
    const error = await refusal(grpcAdmin(`127.0.0.1:${port}`, { timeoutMs: 200 }).server());
    assert.match(error.message, /no gRPC answer from .*within 200 ms/);
  });

  // In a process of its own: here the test's server would keep the process alive whatever the client does.
  it('outlives a server that breaks HTTP/2 in the middle of a call', async () => {
    const noSettings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    const settingsTaken = Buffer.from([0, 0, 0, 4, 1, 0, 0, 0, 0]);
    const pingOfThreeBytes = Buffer.from([0, 0, 3, 6, 0, 0, 0, 0, 0, 1, 2, 3]);
    const breaking = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.write(Buffer.concat([noSettings, settingsTaken]));
      let heard = Buffer.alloc(0);
      socket.on('data', (bytes) => {
        heard = Buffer.concat([heard, bytes]);
        if (hasWholeRequest(heard)) socket.write(pingOfThreeBytes);
      });
    });
    await new Promise<void>((up) => breaking.listen(0, '127.0.0.1', up));
    const { port } = breaking.address() as AddressInfo;
    const client = new URL('../../../src/clients/kserve-grpc-admin.js', import.meta.url);
    const script = `import { grpcAdmin } from ${JSON.stringify(client.href)};
      await grpcAdmin('127.0.0.1:${port}', { timeoutMs: 500 }).server().catch((e) => console.log(e.message));`;
    const { stdout } = await execute(process.execPath, [
      '--input-type=module',
      '-e',
      script,
    ]).finally(() => breaking.close());
    assert.match(stdout, /^no gRPC answer from /);
  });

  it('refuses what is no address', () => {
    assert.throws(() => grpcAdmin('localhost'), { code: 'usage' });
  });
});
