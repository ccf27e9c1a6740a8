import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BenchError } from '../contract/bench-error.ts';
import { epochMs } from '../contract/epoch-ms.ts';
import { readPrivateFile, stackFolder, writePrivateFile } from './state-folder.ts';

const serviceAddress = z.strictObject({ public: z.string(), inNetwork: z.string() });

const stackStateSchema = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  driver: z.enum(['docker', 'process']),
  startedAtEpochMs: epochMs,
  modelRepository: z.string(),
  /** Of the services that run, by name. */
  images: z.record(z.string(), z.string()),
  addresses: z.strictObject({
    http: z.string().optional(),
    grpc: z.string().optional(),
    metrics: z.string().optional(),
  }),
  prometheus: serviceAddress.nullable(),
  grafana: serviceAddress
    .extend({
      user: z.string(),
      password: z.string(),
      dashboardUrl: z.string().nullable(),
      token: z.string().nullable(),
    })
    .nullable(),
  notes: z.array(z.string()),
});

/** What `app` remembers of a stack that was brought up. Nothing that `down` needs stands here alone. */
export type StackState = z.infer<typeof stackStateSchema>;

/** @throws BenchError 'config-invalid' where it cannot be written */
export async function saveStackState(state: string, stack: StackState): Promise<void> {
  await writePrivateFile(fileOf(state, stack.name), `${JSON.stringify(stack, null, 2)}\n`);
}

/**
 * What is remembered of a stack; null when nothing is, or nothing that can be read: then the file is
 * named in a warning, and the stack is still there for its driver to find.
 */
export async function readStackState(
  state: string,
  name: string,
  onWarning: (message: string) => void,
): Promise<StackState | null> {
  const file = fileOf(state, name);
  try {
    const text = await readPrivateFile(file);
    return text === undefined ? null : stackStateSchema.parse(JSON.parse(text));
  } catch (error) {
    const isToldAlready = error instanceof BenchError;
    onWarning(
      isToldAlready ? error.message : `${file} is damaged and not used: ${firstLine(error)}`,
    );
    return null;
  }
}

/** Names of all stacks that left a folder, sorted. */
export async function namesOfStacks(state: string): Promise<readonly string[]> {
  const entries = await readdir(join(state, 'stacks'), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function fileOf(state: string, name: string): string {
  return join(stackFolder(state, name), 'state.json');
}

function firstLine(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join('.') || 'it'}: ${issue?.message}`;
  }
  return (error as Error).message.split('\n', 1)[0] ?? '';
}
