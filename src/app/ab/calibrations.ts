import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Calibration, calibrationSchema } from '../../contract/calibration.ts';
import { type Conditions, epochMs } from '../../report/index.ts';
import { readPrivateFile, writePrivateFile } from '../state-folder.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_DAYS = 30;
const FIELDS_NAMED = 3;
const FILE = /^calibration-[0-9a-f]+\.json$/;

/** What is known of a machine under given conditions. */
export interface FoundCalibration {
  /** Null: none, or none that may be used. */
  readonly calibration: Calibration | null;
  /** Why there is none, a sentence; null where nothing was ever calibrated, or all is well. */
  readonly why: string | null;
}

/** @throws BenchError 'config-invalid' where it cannot be written */
export async function saveCalibration(state: string, calibration: Calibration): Promise<string> {
  const file = fileOf(state, calibration.fingerprint);
  await writePrivateFile(file, `${JSON.stringify(calibration, null, 2)}\n`);
  return file;
}

/** The calibration of these conditions; one of others, an old and a damaged one are named and not used. */
export async function findCalibration(
  state: string,
  { fingerprint, conditions }: Conditions,
  nowEpochMs: number,
): Promise<FoundCalibration> {
  const own = await read(fileOf(state, fingerprint));
  if (typeof own === 'string') return { calibration: null, why: own };
  if (own) {
    const days = Math.floor((nowEpochMs - epochMs(own.at)) / DAY_MS);
    if (days <= MOST_DAYS) return { calibration: own, why: null };
    const why = `The calibration of this load is ${days} days old and not used; bench calibrate makes a new one.`;
    return { calibration: null, why };
  }
  const other = await newest(state);
  return {
    calibration: null,
    why:
      other &&
      `The last calibration was made of something else (${differences(other, conditions)}) and is not used.`,
  };
}

function fileOf(state: string, fingerprint: string): string {
  return join(state, `calibration-${fingerprint}.json`);
}

/** Undefined: there is none. A text: why it cannot be used. */
async function read(file: string): Promise<Calibration | string | undefined> {
  try {
    const text = await readPrivateFile(file);
    return text === undefined ? undefined : calibrationSchema.parse(JSON.parse(text));
  } catch {
    return `${file} is damaged and not used; bench calibrate writes it anew.`;
  }
}

async function newest(state: string): Promise<Calibration | null> {
  const names = (await readdir(state).catch(() => [])).filter((name) => FILE.test(name));
  const all = await Promise.all(names.map((name) => read(join(state, name))));
  const readable = all.filter((one) => typeof one === 'object');
  return readable.sort((x, y) => epochMs(y.at) - epochMs(x.at))[0] ?? null;
}

function differences(
  { conditions: then }: Calibration,
  now: Readonly<Record<string, string>>,
): string {
  const fields = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  const other = fields.filter((field) => then[field] !== now[field]);
  const named = other
    .slice(0, FIELDS_NAMED)
    .map((field) => `${field}: ${then[field] ?? 'none'} then, ${now[field] ?? 'none'} now`);
  const more = other.length > FIELDS_NAMED ? `; ${other.length - FIELDS_NAMED} more` : '';
  return `${named.join('; ')}${more}`;
}
