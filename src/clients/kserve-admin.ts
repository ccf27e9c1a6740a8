import type { z } from 'zod';
import { BenchError } from '../contract/bench-error.ts';
import type {
  IndexedModel,
  ModelConfig,
  ModelMetadata,
  ModelStatistics,
} from '../contract/measurements.ts';
import { type HttpAnswer, type HttpOptions, httpText } from './http-text.ts';
import {
  configAnswer,
  indexAnswer,
  metadataAnswer,
  serverAnswer,
  statisticsAnswer,
} from './kserve-answers.ts';
import { controlProblem, modelProblem } from './model-problem.ts';
import { shownText, shownUrl } from './shown.ts';

/** The control-plane calls of a KServe v2 server; the same answers over either protocol. */
export interface KserveAdmin {
  /** Whether the server says it is alive; false too where nothing answers. */
  live(): Promise<boolean>;
  /** Whether the server says it can be asked; false too where nothing answers. */
  ready(): Promise<boolean>;
  server(): Promise<{ name: string; version: string; extensions: readonly string[] }>;
  /** The model repository index, models that are not ready included. */
  models(): Promise<readonly IndexedModel[]>;
  metadata(name: string, version?: string): Promise<ModelMetadata>;
  config(name: string, version?: string): Promise<ModelConfig>;
  /** Sums since the model was loaded, one entry for each loaded version. */
  statistics(name: string, version?: string): Promise<readonly ModelStatistics[]>;
  /** Loads a model of the repository, or loads it again; resolves when it is loaded (model repository extension). */
  load(name: string): Promise<void>;
  /** Asks for a model to be unloaded; requests that it has are still answered. */
  unload(name: string): Promise<void>;
}

/**
 * Over HTTP. `baseUrl` is http://host:port. Raises a BenchError: 'server-unreachable' when nothing is
 * there or what is there does not speak KServe v2, 'model-unsuitable' when a model is not to be had.
 */
export function httpAdmin(baseUrl: string, options: HttpOptions = {}): KserveAdmin {
  const root = `${baseUrl.replace(/\/+$/, '')}/v2`;

  const is200 = (path: string) =>
    httpText('GET', root + path, options).then(
      ({ status }) => status === 200,
      () => false,
    );

  async function models(): Promise<readonly IndexedModel[]> {
    const url = `${root}/repository/index`;
    const answer = await httpText('POST', url, options, '{}');
    if (answer.status === 200) return parsed(url, answer, indexAnswer);
    if (![404, 405, 501].includes(answer.status)) throw notKserve(url, answer);
    throw new BenchError('model-unsuitable', `${shownUrl(baseUrl)} does not list its models`, {
      hint: 'name one with --model',
    });
  }

  async function ofModel<T extends z.ZodType>(
    schema: T,
    what: string,
    name: string,
    version: string | undefined,
  ): Promise<z.output<T>> {
    const versionPath = version === undefined ? '' : `/versions/${encodeURIComponent(version)}`;
    const url = `${root}/models/${encodeURIComponent(name)}${versionPath}${what}`;
    const answer = await httpText('GET', url, options);
    if (answer.status === 200) return parsed(url, answer, schema);
    const serverSays = errorText(answer.body);
    if (serverSays === undefined) throw notKserve(url, answer);
    const index = await models().catch(() => null);
    throw modelProblem({ address: baseUrl, name, version, serverSays }, index);
  }

  async function control(what: 'load' | 'unload', name: string): Promise<void> {
    const url = `${root}/repository/models/${encodeURIComponent(name)}/${what}`;
    const answer = await httpText('POST', url, options, '{}');
    if (answer.status === 200) return;
    const serverSays = errorText(answer.body);
    if (serverSays === undefined) throw notKserve(url, answer);
    throw controlProblem({ address: baseUrl, name, serverSays }, what);
  }

  return {
    load: (name) => control('load', name),
    unload: (name) => control('unload', name),
    live: () => is200('/health/live'),
    ready: () => is200('/health/ready'),
    server: async () => parsed(root, await httpText('GET', root, options), serverAnswer),
    models,
    metadata: (name, version) => ofModel(metadataAnswer, '', name, version),
    config: (name, version) => ofModel(configAnswer, '/config', name, version),
    statistics: (name, version) => ofModel(statisticsAnswer, '/stats', name, version),
  };
}

function parsed<T extends z.ZodType>(url: string, answer: HttpAnswer, schema: T): z.output<T> {
  if (answer.status !== 200) throw notKserve(url, answer);
  const result = schema.safeParse(jsonOf(answer.body));
  if (result.success) return result.data;
  throw notKserve(url, answer);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The words of a KServe error answer, {"error": words}; undefined for anything else. */
function errorText(body: string): string | undefined {
  const error = (jsonOf(body) as { error?: unknown } | null | undefined)?.error;
  return typeof error === 'string' && error !== '' ? error : undefined;
}

function notKserve(url: string, { status, body }: HttpAnswer): BenchError {
  const got = body.trim() === '' ? 'an empty body' : `"${shownText(body, 80)}"`;
  const message = `${shownUrl(url)} does not answer as a KServe v2 server: status ${status}, ${got}`;
  const hint = status >= 300 && status < 400 ? 'redirects are not followed' : 'is the port right?';
  return new BenchError('server-unreachable', message, { hint });
}
