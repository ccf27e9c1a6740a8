import { createGrpcEngine } from '../../../src/load/engines/grpc/grpc-engine.ts';
import { createHttpEngine } from '../../../src/load/engines/http/http-engine.ts';
import { createGrpcJsEngine } from '../../../src/load/engines/reference/grpc-js-engine.ts';
import { engineLaws, type LawfulEngine } from '../../support/engine-laws.ts';
import { createFetchEngine } from '../../support/fetch-engine.ts';
import { startGrpcJsEcho } from '../../support/grpc-js-echo.ts';
import { echoOptions } from '../../support/grpc-load.ts';
import { engineOptions } from '../../support/http-load.ts';
import { stubHttpServer } from '../../support/stub-http-server.ts';

const HTTP: Omit<LawfulEngine, 'create'> = {
  options: engineOptions,
  async serve(answers) {
    let served = 0;
    const server = await stubHttpServer((request, response) => {
      served += 1;
      if (answers === 'well') request.pipe(response);
      else request.resume();
    });
    return {
      port: Number(new URL(server.url).port),
      get served() {
        return served;
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
};

const GRPC: Omit<LawfulEngine, 'create'> = {
  options: echoOptions,
  serve: (answers) =>
    answers === 'well' ? startGrpcJsEcho() : startGrpcJsEcho({}, () => undefined),
};

engineLaws('http', { ...HTTP, create: createHttpEngine });
engineLaws('grpc', { ...GRPC, create: createGrpcEngine });
engineLaws('grpc-js', { ...GRPC, create: createGrpcJsEngine });
engineLaws('fetch, the example of docs/adding-an-engine.md', {
  ...HTTP,
  create: createFetchEngine,
});
