import { FILE_KEYS, sharedOptions } from '../contract/jobs/job-file.ts';
import { overlay } from '../contract/jobs/overlay.ts';
import { parseRunConfig } from '../contract/parse-run-config.ts';
import { configAsText, type RunConfig } from '../contract/run-config.ts';
import { withoutSecrets } from '../contract/without-secrets.ts';
import type { ConfigFile } from './config-file.ts';
import { kebab } from './option-flags.ts';

/** A complete configuration and where each of its values came from. */
export interface GatheredConfig {
  readonly config: RunConfig;
  originOf(key: string): string;
}

/**
 * Lays flags over the file over the defaults; all mistakes are reported with their places. Of a file with
 * jobs it takes what is said for all of them.
 * @param nameOf the flag of a key, where a command calls it otherwise
 */
export function gatherConfig(
  flags: Readonly<Record<string, unknown>>,
  file: ConfigFile | undefined,
  nameOf: (key: string) => string = kebab,
): GatheredConfig {
  const written = sharedOptions(file?.values ?? {});
  const originOf = (key: string): string => {
    if (Object.hasOwn(flags, key)) return `--${flags[key] === false ? 'no-' : ''}${nameOf(key)}`;
    return file && Object.hasOwn(written, key) ? file.placeOf([key]) : 'default';
  };
  const whereOf = (key: string): string => {
    const origin = originOf(key);
    return origin.includes(':') ? `${origin} ${key}` : `--${nameOf(key)}`;
  };
  const config = parseRunConfig(overlay(written, flags), whereOf, FILE_KEYS);
  return { config, originOf };
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
