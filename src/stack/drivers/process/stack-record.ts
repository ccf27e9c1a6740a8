import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const processSchema = z.strictObject({
  pid: z.int().positive(),
  startedAt: z.string().describe('see ProcessEntry'),
});

const serviceSchema = processSchema.extend({
  name: z.enum(['triton', 'prometheus', 'grafana', 'command']),
  addresses: z.record(z.string(), z.string()).describe('by what it speaks, from this machine'),
});

const recordSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().describe('in the environment of all that belongs to the stack'),
  owner: processSchema.nullable().describe('who ends the stack when it ends; null: it was kept'),
  notes: z.array(z.string()),
  services: z.array(serviceSchema).describe('each the leader of a process group of its own'),
});

/** What the process driver knows of a stack: all that another process needs to find it and end it. */
export type StackRecord = z.infer<typeof recordSchema>;
export type RecordedService = z.infer<typeof serviceSchema>;

/** In the environment of every process of a stack; the value is the record's id. */
export const STACK_ID_VARIABLE = 'INFERBENCH_STACK_ID';

export function recordPath(folder: string): string {
  return join(folder, 'processes.json');
}

/**
 * Null where there is no record.
 * @throws SyntaxError or ZodError when there is one that cannot be read
 */
export function readRecord(folder: string): StackRecord | null {
  let text: string;
  try {
    text = readFileSync(recordPath(folder), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
  return recordSchema.parse(JSON.parse(text));
}

/**
 * The first record of a stack, which claims the folder.
 * @throws the system's error, EEXIST when the folder is claimed
 */
export function claimFolder(folder: string, record: StackRecord): void {
  writeFileSync(recordPath(folder), textOf(record), { flag: 'wx', mode: 0o600 });
}

/** Replaces the record in one step: a reader sees the old one or the new one. */
export function writeRecord(folder: string, record: StackRecord): void {
  const path = recordPath(folder);
  writeFileSync(`${path}.new`, textOf(record), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function textOf(record: StackRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
