import { BenchError } from './bench-error.ts';
import type { AbOptions } from './options/ab-options.ts';
import { withoutCredentials } from './without-secrets.ts';

export type Side = 'a' | 'b';
type Part = 'Url' | 'GrpcUrl' | 'MetricsUrl' | 'ModelVersion' | 'Command';

/** Triton's own. */
const COMMAND_URL = 'http://127.0.0.1:8000';

const KINDS = [
  { flag: 'command', parts: ['Command'] },
  { flag: 'model-version', parts: ['ModelVersion'] },
  { flag: 'url', parts: ['Url', 'GrpcUrl'] },
] as const satisfies readonly { readonly flag: string; readonly parts: readonly Part[] }[];

/**
 * What one side asks of a run otherwise than the rest of the command line, by key of the run's options.
 * @param isAddressed the rest of the command line names a server
 */
export function optionsOfSide(
  side: Side,
  options: AbOptions,
  isAddressed: boolean,
): Readonly<Record<string, string | undefined>> {
  const part = (name: Part) => options[`${side}${name}`];
  const [url, grpcUrl, metricsUrl] = [part('Url'), part('GrpcUrl'), part('MetricsUrl')];
  const modelVersion = part('ModelVersion');
  const version = modelVersion === undefined ? {} : { modelVersion };
  // All three: what the file says of another server is none of this one's.
  if (url !== undefined || grpcUrl !== undefined) return { ...version, url, grpcUrl, metricsUrl };
  const isAlone = part('Command') !== undefined && !isAddressed;
  return {
    ...version,
    ...(isAlone && { url: COMMAND_URL }),
    ...(metricsUrl !== undefined && { metricsUrl }),
  };
}

/** A side as the user named it, fit to be shown. */
export function nameOfSide(side: Side, options: AbOptions): string {
  const part = (name: Part) => options[`${side}${name}`];
  const version = part('ModelVersion');
  const name = part('Command') ?? part('Url') ?? part('GrpcUrl') ?? `version ${version}`;
  return withoutCredentials(name);
}

/**
 * Two servers, two versions of a model on one, or two commands; commands go with addresses, which say where
 * they listen, and nothing else goes together.
 * @throws BenchError 'usage' that says what is missing, or too much
 */
export function refuseUnlikeSides(options: AbOptions): void {
  const has = (side: Side, parts: readonly Part[]) =>
    parts.some((part) => options[`${side}${part}`] !== undefined);
  const given = KINDS.filter(({ parts }) => has('a', parts) || has('b', parts));
  const [kind] = given;
  if (!kind) {
    throw new BenchError('usage', 'nothing says what A and B are', {
      hint: 'give --a-url and --b-url, --a-model-version and --b-model-version, or --a-command and --b-command; bench calibrate measures one target against itself',
    });
  }
  if (kind.flag !== 'url' && given.length > 1 && given[1]?.flag !== 'url') {
    throw new BenchError('usage', 'A and B are named in two ways', {
      hint: 'compare two commands or two versions of a model, not both',
    });
  }
  if (kind.flag === 'model-version' && given.length > 1) {
    throw new BenchError('usage', 'two versions of a model are compared on one server', {
      hint: 'name it with --url, and leave out the addresses of A and B',
    });
  }
  const missing = (['a', 'b'] as const).find((side) => !has(side, kind.parts));
  if (missing === undefined) return;
  throw new BenchError('usage', `--${missing}-${kind.flag} is missing`, {
    hint: `both sides are named the same way: add --${missing}-${kind.flag}`,
  });
}
