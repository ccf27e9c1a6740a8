import { type ServiceError, status } from '@grpc/grpc-js';
import type { z } from 'zod';
import { BenchError } from '../contract/bench-error.ts';
import type { IndexedModel } from '../contract/measurements.ts';
import { parseGrpcAddress } from './grpc-address.ts';
import { type GrpcAnswer, grpcUnary } from './grpc-unary.ts';
import { hostAndPort } from './host-and-port.ts';
import type { HttpOptions } from './http-text.ts';
import type { KserveAdmin } from './kserve-admin.ts';
import {
  configAnswer,
  indexAnswer,
  metadataAnswer,
  serverAnswer,
  statisticsAnswer,
} from './kserve-answers.ts';
import { controlProblem, modelProblem } from './model-problem.ts';
import { shownText } from './shown.ts';
import { isTlsTrouble, tlsHint } from './tls-trouble.ts';

/** What a server says of a model that it will not serve; the rest means that the server is not well. */
const REFUSALS: readonly number[] = [
  status.NOT_FOUND,
  status.INVALID_ARGUMENT,
  status.UNAVAILABLE,
  status.UNKNOWN,
  status.UNIMPLEMENTED,
  status.INTERNAL,
  status.FAILED_PRECONDITION,
];

/**
 * The same calls over gRPC. `address` is host:port, see `parseGrpcAddress`. Raises the same errors as
 * over HTTP.
 */
export function grpcAdmin(address: string, options: HttpOptions = {}): KserveAdmin {
  const target = parseGrpcAddress(address);
  if (!target) {
    const message = `"${shownText(address)}" is not a gRPC address`;
    throw new BenchError('usage', message, { hint: 'write host:port, [v6]:port or grpcs://…' });
  }
  const where = hostAndPort(target);
  const call = (method: string, request: object) => grpcUnary(target, options, method, request);

  const isTrue = (method: string, field: string) =>
    call(method, {}).then(
      (answer) => answer[field] === true,
      () => false,
    );

  async function models(): Promise<readonly IndexedModel[]> {
    const answer = await call('RepositoryIndex', {}).catch((error: ServiceError) => {
      if (error.code !== status.UNIMPLEMENTED) throw unwell(where, error);
      const message = `${where} does not list its models`;
      throw new BenchError('model-unsuitable', message, { hint: 'name one with --model' });
    });
    return parsed(where, answer.models, indexAnswer);
  }

  async function ofModel<T extends z.ZodType>(
    method: string,
    schema: T,
    request: { name: string; version: string | undefined },
    pick = (answer: GrpcAnswer): unknown => answer,
  ): Promise<z.output<T>> {
    const { name, version } = request;
    const answer = await call(method, { name, version: version ?? '' }).catch(
      async (error: ServiceError) => {
        const index = REFUSALS.includes(error.code) ? await models().catch(() => null) : null;
        if (!index) throw unwell(where, error);
        throw modelProblem({ address: where, name, version, serverSays: error.details }, index);
      },
    );
    return parsed(where, pick(answer), schema);
  }

  async function control(what: 'load' | 'unload', name: string): Promise<void> {
    const method = what === 'load' ? 'RepositoryModelLoad' : 'RepositoryModelUnload';
    await call(method, { model_name: name }).catch(async (error: ServiceError) => {
      // UNAVAILABLE is a server that loads nothing on demand, or none at all: only then no index comes.
      const isThere = REFUSALS.includes(error.code) && (await models().catch(() => null)) !== null;
      if (!isThere) throw unwell(where, error);
      throw controlProblem({ address: where, name, serverSays: error.details }, what);
    });
  }

  return {
    load: (name) => control('load', name),
    unload: (name) => control('unload', name),
    live: () => isTrue('ServerLive', 'live'),
    ready: () => isTrue('ServerReady', 'ready'),
    server: async () => {
      const answer = await call('ServerMetadata', {}).catch((error: ServiceError) => {
        throw unwell(where, error);
      });
      return parsed(where, answer, serverAnswer);
    },
    models,
    metadata: (name, version) => ofModel('ModelMetadata', metadataAnswer, { name, version }),
    config: (name, version) =>
      ofModel('ModelConfig', configAnswer, { name, version }, (answer) => answer.config),
    statistics: (name, version) => ofModel('ModelStatistics', statisticsAnswer, { name, version }),
  };
}

function parsed<T extends z.ZodType>(where: string, answer: unknown, schema: T): z.output<T> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new BenchError('server-unreachable', `${where} does not answer as a KServe v2 server`, {
    hint: 'is the port right?',
    cause: result.error,
  });
}

function unwell(where: string, error: ServiceError): BenchError {
  const said = shownText(
    (error.details || error.message)
      .replace(/^No connection established\. Last error: (Error: )?/, '')
      .replace(/\.?\s*Resolution note:.*$/s, ''),
  );
  const name = status[error.code] ?? String(error.code);
  const hint = isTlsTrouble(said)
    ? tlsHint('grpc')
    : 'is it running, and is this the gRPC port (Triton: 8001, HTTP: 8000)?';
  return new BenchError('server-unreachable', `no gRPC answer from ${where}: ${name}: ${said}`, {
    hint,
    cause: error,
  });
}
