import { parseRunConfig } from '../contract/parse-run-config.ts';
import { configAsText, LOAD_KEYS, type RunConfig } from '../contract/run-config.ts';
import { withoutSecrets } from '../contract/without-secrets.ts';
import type { ConfigFile } from './config-file.ts';
import { kebab } from './option-flags.ts';

/** A complete configuration and where each of its values came from. */
export interface GatheredConfig {
  readonly config: RunConfig;
  originOf(key: string): string;
}

/**
 * Lays flags over the file over the defaults; all mistakes are reported with their places.
 * @param nameOf the flag of a key, where a command calls it otherwise
 */
export function gatherConfig(
  flags: Readonly<Record<string, unknown>>,
  file: ConfigFile | undefined,
  nameOf: (key: string) => string = kebab,
): GatheredConfig {
  const originOf = (key: string): string => {
    if (Object.hasOwn(flags, key)) return `--${flags[key] === false ? 'no-' : ''}${nameOf(key)}`;
    if (file && Object.hasOwn(file.values, key)) return `${file.name}:${file.lineOf.get(key) ?? 1}`;
    return 'default';
  };
  const whereOf = (key: string): string => {
    const origin = originOf(key);
    return origin.includes(':') ? `${origin} ${key}` : `--${nameOf(key)}`;
  };
  const config = parseRunConfig({ ...withoutRivals(flags, file), ...flags }, whereOf);
  return { config, originOf };
}

/** A load or a bound given as a flag replaces another one of the file instead of clashing with it. */
function withoutRivals(
  flags: Readonly<Record<string, unknown>>,
  file: ConfigFile | undefined,
): Record<string, unknown> {
  const values = { ...file?.values };
  if ('duration' in flags) delete values.requests;
  if ('requests' in flags) delete values.duration;
  if (LOAD_KEYS.some((key) => key in flags)) {
    for (const key of LOAD_KEYS) delete values[key];
  }
  if ('stages' in flags || 'trace' in flags) {
    delete values.duration;
    delete values.requests;
  }
  return values;
}

/** `--print-config`: the outcome as a bench.yaml, with the origin of each value behind it and secrets hidden. */
export function printConfig({ config, originOf }: GatheredConfig): string {
  const lines = Object.entries(withoutSecrets(configAsText(config))).map(([key, value]) => ({
    text: `${key}: ${JSON.stringify(value)}`,
    origin: originOf(key),
  }));
  const width = Math.max(...lines.map(({ text }) => text.length));
  return lines.map(({ text, origin }) => `${text.padEnd(width)}  # ${origin}\n`).join('');
}
