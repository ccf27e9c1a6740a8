import type { ServerResponse } from 'node:http';
import type { ServerAddresses } from '../../src/contract/measurements.ts';
import { jsonRoutes, stubHttpServer } from './stub-http-server.ts';

export interface KserveStub extends AsyncDisposable {
  readonly addresses: ServerAddresses;
  /** Inference requests that came in so far. */
  readonly requests: () => number;
}

const TENSOR = { datatype: 'FP32', shape: [-1, 2] };
const HEAD = JSON.stringify({
  model_name: 'stub',
  model_version: '1',
  outputs: [{ name: 'OUT', datatype: 'FP32', shape: [1, 2], parameters: { binary_data_size: 8 } }],
});
const ANSWER = Buffer.concat([Buffer.from(HEAD), Buffer.from(Float32Array.of(1, 2).buffer)]);

/** A KServe v2 server with one model; `infer` answers well unless something else is asked for, `routes` are further answers. */
export async function kserveStub(
  infer: (response: ServerResponse) => void = answerWell,
  { port = 0, routes = {} }: { readonly port?: number; readonly routes?: object } = {},
): Promise<KserveStub> {
  let requests = 0;
  const control = jsonRoutes({
    'GET /v2': { name: 'stub server', version: '9', extensions: ['model_configuration'] },
    'GET /v2/health/ready': {},
    'POST /v2/repository/index': [{ name: 'stub', version: '1', state: 'READY' }],
    'GET /v2/models/stub': {
      ...{ name: 'stub', versions: ['1'], platform: 'none' },
      inputs: [{ name: 'IN', ...TENSOR }],
      outputs: [{ name: 'OUT', ...TENSOR }],
    },
    'GET /v2/models/stub/config': { name: 'stub', max_batch_size: 8 },
    ...routes,
  });
  const server = await stubHttpServer((request, response) => {
    if (!request.url?.endsWith('/infer')) {
      control(request, response);
      return;
    }
    requests += 1;
    request.resume().on('end', () => infer(response));
  }, port);
  return {
    addresses: { http: server.url, grpc: undefined, metrics: undefined },
    requests: () => requests,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export function answerWell(response: ServerResponse): void {
  response.setHeader('Inference-Header-Content-Length', Buffer.byteLength(HEAD));
  response.end(ANSWER);
}
