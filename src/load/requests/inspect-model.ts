import { adminOf } from '../../clients/admin-of.ts';
import type { HttpOptions } from '../../clients/http-text.ts';
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
  /** Why models that are ready were passed over, in the server's order; empty where one was named. */
  readonly passedOver: readonly string[];
}

/** The configuration extension's name in a server's list. */
const CONFIGURATION = 'model_configuration';
/** Each costs two calls; a server with so many unsuitable ones had better be told which is meant. */
const MOST_ASKED = 20;
const ANY_BATCH_SIZE = 2 ** 31 - 1;

/** What is known of a model before it is chosen. */
type Candidate = Pick<InspectedModel, 'metadata' | 'config'>;

/**
 * Asks the server about the model that is to be loaded: the one named, or the first that is ready and
 * that `refuse` (which raises a BenchError 'model-unsuitable') lets pass. Over HTTP where that address
 * is known, else over gRPC. Raises a BenchError when there is no server ('server-unreachable'), no such
 * model, one that is not ready, or none that is suitable ('model-unsuitable').
 */
export async function inspectModel(
  addresses: ServerAddresses,
  choices: Pick<RunConfig, 'model' | 'modelVersion'>,
  options: HttpOptions = {},
  refuse: (candidate: Candidate) => void = () => undefined,
): Promise<InspectedModel> {
  const admin = await adminOf(addresses, options);
  const { name, version, extensions } = await admin.server();
  const where = shownUrl(addresses.http ?? addresses.grpc ?? '');
  const server = { name, version };
  const candidate = async (model: string): Promise<Candidate> => {
    const metadata = await admin.metadata(model, choices.modelVersion);
    const config = extensions.includes(CONFIGURATION)
      ? await admin.config(model, choices.modelVersion)
      : configFrom(metadata);
    return { metadata, config };
  };
  if (choices.model !== undefined) {
    return { server, ...(await candidate(choices.model)), passedOver: [] };
  }
  const ready = allReady(await admin.models(), where);
  return { server, ...(await firstSuitable(ready, candidate, refuse)) };
}

/** Raises what is wrong with the first one where none will do. */
async function firstSuitable(
  names: readonly string[],
  candidate: (model: string) => Promise<Candidate>,
  refuse: (candidate: Candidate) => void,
): Promise<Omit<InspectedModel, 'server'>> {
  const refusals: BenchError[] = [];
  for (const name of names) {
    try {
      const found = await candidate(name);
      refuse(found);
      return { ...found, passedOver: refusals.map(({ message }) => message) };
    } catch (error) {
      if (!(error instanceof BenchError) || error.code !== 'model-unsuitable') throw error;
      refusals.push(error);
    }
  }
  throw refusals[0];
}

/** Loaded when needed: axios and grpc-js each take a while to start. */
/** Names of the models that are ready, each once; raises why there are none. */
function allReady(models: readonly IndexedModel[], where: string): string[] {
  const ready = models.filter(({ state }) => state === 'READY').map(({ name }) => name);
  if (ready.length > 0) return [...new Set(ready)].slice(0, MOST_ASKED);
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
