import type { UnfinishedSweep } from '../app/index.ts';
import { BenchError } from '../contract/bench-error.ts';
import { HIDDEN } from '../contract/without-secrets.ts';
import type { ConfigFile } from './config-file.ts';
import { kebab } from './option-flags.ts';

/** What may be said again: results hold no secrets, and where they lie decides nothing. */
const FREE_KEYS = [
  ...['header', 'tritonEnv', 'url', 'grpcUrl', 'metricsUrl', 'prometheusUrl'],
  ...['reports', 'label', 'write'],
];

/**
 * What an unfinished sweep was told, in the place of a configuration file.
 * @throws BenchError 'usage' for a flag that would change the load, or a secret that has to be given again
 */
export function resumeConfig(
  { id, config }: UnfinishedSweep,
  flags: Readonly<Record<string, unknown>>,
): ConfigFile {
  const others = Object.keys(flags).filter((key) => !FREE_KEYS.includes(key));
  if (others.length > 0) {
    const names = others.map((key) => `--${kebab(key)}`).join(', ');
    throw new BenchError(
      'usage',
      `--resume goes on with what ${id} was told: ${names} cannot change`,
      {
        hint: `leave out ${names}, or run anew without --resume`,
      },
    );
  }
  for (const [key, value] of Object.entries(config)) {
    if (Object.hasOwn(flags, key) || !JSON.stringify(value).includes(HIDDEN)) continue;
    throw new BenchError('usage', `results do not keep the secret in --${kebab(key)}`, {
      hint: `give --${kebab(key)} again, as ${id} had it`,
    });
  }
  return { name: id, values: config, placeOf: () => `${id}:1` };
}
