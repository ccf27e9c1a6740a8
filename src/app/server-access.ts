import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import type { ServerAccess } from '../contract/measurements.ts';
import type { RunConfig } from '../contract/run-config.ts';

/**
 * What --header, --ca and --insecure ask for; the file of --ca is read.
 * @throws BenchError 'config-invalid' when it cannot be read or holds no certificate
 */
export async function serverAccess(config: RunConfig, cwd: string): Promise<ServerAccess> {
  const named = Object.entries(config.header);
  const headers = Object.fromEntries(named.map(([name, value]) => [name.toLowerCase(), value]));
  return {
    headers,
    ...(config.ca !== undefined && { ca: await readCertificates(resolve(cwd, config.ca)) }),
    ...(config.insecure && { insecure: true }),
  };
}

async function readCertificates(path: string): Promise<string> {
  const refuse = (what: string, cause?: unknown) =>
    new BenchError('config-invalid', `--ca ${path} ${what}`, {
      hint: 'give a PEM file: -----BEGIN CERTIFICATE-----, of the authority or of the server itself',
      cause,
    });
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw refuse('cannot be read', cause);
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw refuse('holds no certificate');
  return text;
}
