import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateFile, writePrivateFile } from './state-folder.ts';

const keptSnapshotSchema = z.strictObject({
  version: z.literal(1),
  grafanaUrl: z.string(),
  runId: z.string(),
  /** Where it is opened. */
  url: z.string(),
  createdAt: z.string(),
  /** When Grafana forgets it by itself; null: never. */
  expiresAt: z.string().nullable(),
  removal: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('snapshot'), deleteKey: z.string() }),
    z.strictObject({ kind: z.literal('dashboard'), uid: z.string() }),
  ]),
});

/** A snapshot that a run left in a Grafana, and the secret that takes it away. */
export type KeptSnapshot = z.infer<typeof keptSnapshotSchema>;

/** One on the disk; `snapshot` is null where the file is damaged. */
export interface KeptFile {
  readonly path: string;
  readonly snapshot: KeptSnapshot | null;
}

/**
 * Keeps one in a file of its own (0600): two runs that end together lose nothing of each other's.
 * @throws BenchError 'config-invalid' where it cannot be written
 */
export async function keepSnapshot(state: string, snapshot: KeptSnapshot): Promise<void> {
  const name = createHash('sha256').update(snapshot.url).digest('hex').slice(0, 16);
  const path = join(folderOf(state), `${name}.json`);
  await writePrivateFile(path, `${JSON.stringify(snapshot, null, 2)}\n`);
}

/** All that were kept, the oldest first. */
export async function keptSnapshots(state: string): Promise<readonly KeptFile[]> {
  const folder = folderOf(state);
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => readKept(join(folder, name))),
  );
  return files.sort((a, b) => ageOf(a).localeCompare(ageOf(b)));
}

export async function forgetSnapshot(file: KeptFile): Promise<void> {
  await rm(file.path, { force: true });
}

function folderOf(state: string): string {
  return join(state, 'snapshots');
}

function ageOf({ snapshot }: KeptFile): string {
  return snapshot?.createdAt ?? '';
}

async function readKept(path: string): Promise<KeptFile> {
  try {
    const parsed = JSON.parse((await readPrivateFile(path)) ?? '');
    return { path, snapshot: keptSnapshotSchema.parse(parsed) };
  } catch {
    return { path, snapshot: null };
  }
}
