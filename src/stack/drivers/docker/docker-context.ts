import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';

/** Files of the docker command; null where there is none. */
export type ReadText = (path: string) => string | null;

/** The context that the docker command would take, and the address that stands in it. */
export interface DockerContext {
  readonly name: string;
  /** null where the context is not there or cannot be read. */
  readonly host: string | null;
}

const configFile = z.object({ currentContext: z.string().optional() });
const metaFile = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

/**
 * The context chosen with `docker context use` or DOCKER_CONTEXT; null for the default one. Its file lies
 * under the SHA-256 of its name, as Docker's command-line client lays contexts out.
 */
export function dockerContext(
  env: Readonly<Record<string, string | undefined>>,
  read: ReadText,
): DockerContext | null {
  const folder = env.DOCKER_CONFIG ?? join(env.HOME ?? '', '.docker');
  const config = parsed(configFile, read(join(folder, 'config.json')));
  const name = env.DOCKER_CONTEXT || config?.currentContext || 'default';
  if (name === 'default') return null;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = parsed(metaFile, read(join(folder, 'contexts', 'meta', id, 'meta.json')));
  return { name, host: meta?.Endpoints.docker.Host ?? null };
}

function parsed<S extends z.ZodType>(schema: S, text: string | null): z.output<S> | null {
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
