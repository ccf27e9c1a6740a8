import type { HttpOptions } from '../../clients/http-text.ts';
import type { KserveAdmin } from '../../clients/kserve-admin.ts';
import { shownText, shownUrl } from '../../clients/shown.ts';
import { BenchError } from '../../contract/bench-error.ts';
import type {
  IndexedModel,
  ModelConfig,
  ModelMetadata,
  ServerAddresses,
} from '../../contract/measurements.ts';
import type { RunConfig } from '../../contract/run-config.ts';

/** What a server and one of its models say of themselves. */
export interface InspectedModel {
  readonly server: { readonly name: string; readonly version: string };
  readonly metadata: ModelMetadata;
  readonly config: ModelConfig;
}

/** The configuration extension's name in a server's list. */
const CONFIGURATION = 'model_configuration';
const ANY_BATCH_SIZE = 2 ** 31 - 1;

/**
 * Asks the server about the model that is to be loaded: the one named, or the first that is ready. Over
 * HTTP where that address is known, else over gRPC. Raises a BenchError when there is no server
 * ('server-unreachable'), no such model, or one that is not ready ('model-unsuitable').
 */
export async function inspectModel(
  addresses: ServerAddresses,
  choices: Pick<RunConfig, 'model' | 'modelVersion'>,
  options: HttpOptions = {},
): Promise<InspectedModel> {
  const admin = await adminFor(addresses, options);
  const { name, version, extensions } = await admin.server();
  const where = shownUrl(addresses.http ?? addresses.grpc ?? '');
  const model = choices.model ?? firstReady(await admin.models(), where);
  const metadata = await admin.metadata(model, choices.modelVersion);
  const config = extensions.includes(CONFIGURATION)
    ? await admin.config(model, choices.modelVersion)
    : configFrom(metadata);
  return { server: { name, version }, metadata, config };
}

/** Loaded when needed: axios and grpc-js each take a while to start. */
async function adminFor(
  { http, grpc }: ServerAddresses,
  options: HttpOptions,
): Promise<KserveAdmin> {
  if (http !== undefined) {
    const { httpAdmin } = await import('../../clients/kserve-admin.ts');
    return httpAdmin(http, options);
  }
  if (grpc !== undefined) {
    const { grpcAdmin } = await import('../../clients/kserve-grpc-admin.ts');
    return grpcAdmin(grpc, options);
  }
  throw new BenchError('usage', 'no address of a server is known', {
    hint: 'give --url or --grpc-url',
  });
}

function firstReady(models: readonly IndexedModel[], where: string): string {
  const ready = models.find(({ state }) => state === 'READY');
  if (ready) return ready.name;
  const reasons = models.map(({ name, state, reason }) =>
    shownText(`${name}: ${state || 'not loaded'}${reason === null ? '' : `, ${reason}`}`, 120),
  );
  const [message, hint] =
    reasons.length === 0
      ? [`${where} serves no model at all`, 'is its model repository empty?']
      : [`no model at ${where} is ready`, reasons.slice(0, 10).join('; ')];
  throw new BenchError('model-unsuitable', message, { hint });
}

/**
 * What plain KServe v2 servers, which have no configuration to show, leave to be concluded: a first
 * dimension of any size in every tensor is the batch.
 */
function configFrom({ inputs, outputs }: ModelMetadata): ModelConfig {
  const batches = [...inputs, ...outputs].every(({ shape }) => shape[0] === -1);
  return {
    maxBatchSize: batches ? ANY_BATCH_SIZE : 0,
    decoupled: false,
    sequenceBatching: false,
  };
}
