import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { ServerAccess, ServerAddresses } from '../contract/measurements.ts';
import type { RunConfig } from '../contract/run-config.ts';
import { buildLoadPlan } from './build-load-plan.ts';
import { loadTargetOf } from './engine-target.ts';
import type { EngineTarget } from './engines/engine.ts';
import { engineNameOf } from './engines/engines.ts';
import type { LoadPlan } from './load-plan.ts';
import { openFileLimit } from './open-file-limit.ts';
import { buildSharedRequests } from './requests/build-shared-requests.ts';
import { choosePayload } from './requests/choose-payload.ts';
import { inspectModel } from './requests/inspect-model.ts';
import type { SharedRequests } from './requests/shared-requests.ts';
import type { SampleFile } from './samples/sample-file.ts';
import { readTrace } from './trace/read-trace.ts';

/** A load that is ready to go: everything that could be refused has been. */
export interface PreparedLoad {
  readonly plan: LoadPlan;
  readonly target: EngineTarget;
  /** Sent with every request, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requests: SharedRequests;
  /** Where every request is to be kept. */
  readonly samples?: SampleFile | undefined;
  /** Conditions that end the load early. */
  readonly abortOn?: RunConfig['abortOn'];
  readonly server: { readonly name: string; readonly version: string };
  /** Why models before this one were not taken; empty where it was named. */
  readonly passedOver: readonly string[];
}

/**
 * Asks the server about the model, makes the requests and plans the load.
 * @throws BenchError 'config-invalid', 'server-unreachable' or 'model-unsuitable'
 */
export async function prepareLoad(
  config: RunConfig,
  addresses: ServerAddresses,
  access: ServerAccess = { headers: {} },
): Promise<PreparedLoad> {
  if (config.engine !== 'autocannon') engineNameOf(config);
  const trace = config.trace === undefined ? null : readTrace(config.trace);
  const { target, basePath, headers } = loadTargetOf(addresses, config.protocol, access);
  const seed = config.seed ?? randomInt(2 ** 32);
  const model = await inspectModel(addresses, config, access, (found) => {
    choosePayload(found, { ...config, seed });
  });
  const requests = checkable(buildSharedRequests(model, { ...config, seed }), config.engine);
  const plan = buildLoadPlan(config, {
    seed,
    modelName: model.metadata.name,
    modelVersion: config.modelVersion ?? null,
    payload: payloadOf(requests),
    cores: availableParallelism(),
    openFiles: openFileLimit(),
    trace,
  });
  const path = basePath + requests.path;
  return {
    ...{ plan, target, headers, server: model.server, passedOver: model.passedOver },
    ...{ requests: { ...requests, path }, abortOn: config.abortOn },
  };
}

/** Without a network there are no answers, and so nothing to be right or wrong about. */
function checkable(requests: SharedRequests, engine: RunConfig['engine']): SharedRequests {
  if (engine !== 'null') return requests;
  return { ...requests, expected: { ...requests.expected, reference: null, labels: null } };
}

function payloadOf({ source, offsets, sha256 }: SharedRequests) {
  const distinct = offsets.length - 1;
  const bytesPerRequest = Math.round((offsets.at(-1) ?? 0) / Math.max(1, distinct));
  return { source, distinct, bytesPerRequest, sha256 };
}
