import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { BenchError } from '../../contract/bench-error.ts';
import {
  type JournalHead,
  type JournalLine,
  journalLineSchema,
  type StartedLoad,
} from '../../contract/journal.ts';
import type { Interval, Point } from '../../contract/point.ts';
import { SCHEMA_VERSION } from '../../contract/result-document.ts';
import { areReadable, isReadable } from '../facts/histogram.ts';

/** One load of a journal: as it was judged, or, where it did not come to that, its seconds. */
export interface JournaledLoad {
  readonly load: StartedLoad;
  readonly seconds: Interval[];
  point: Point | null;
}

export interface Journal {
  readonly head: JournalHead;
  readonly loads: readonly JournaledLoad[];
  /** A line in the middle that is damaged, in a sentence; all that follows it is left out. */
  readonly damage: string | null;
}

/**
 * What a run wrote down before it was cut off. A last line that was torn is no damage: it was being
 * written.
 * @throws BenchError 'result-unreadable' when not even the first line can be read
 */
export async function readJournal(file: string): Promise<Journal> {
  let head: JournalHead | undefined;
  const loads: JournaledLoad[] = [];
  let number = 0;
  let damagedAt: number | null = null;
  let damage: string | null = null;
  for await (const text of linesOf(file)) {
    if (damagedAt !== null) {
      damage = `line ${damagedAt} of the journal is damaged; it and all that follows is left out`;
      break;
    }
    number += 1;
    const line = parseLine(text);
    if (number === 1) head = headOf(line, text, file);
    else if (!line || !add(loads, line)) damagedAt = number;
  }
  if (!head) throw unreadable(`${file} is empty`, 'nothing was measured; run again');
  return { head, loads, damage };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, 'utf8');
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw unreadable(`${file} cannot be read: ${reason}`, 'check that you may read it', cause);
  } finally {
    input.destroy();
  }
}

function parseLine(text: string): JournalLine | null {
  try {
    return journalLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function headOf(line: JournalLine | null, text: string, file: string): JournalHead {
  if (line?.kind === 'run') {
    const { kind: _, schemaVersion: __, ...head } = line;
    return head;
  }
  const version = /"schemaVersion":"([^"]*)"/.exec(text)?.[1];
  if (version !== undefined && version !== SCHEMA_VERSION) {
    throw unreadable(
      `${file} is a journal of schema version ${version}; this version of inferbench recovers ${SCHEMA_VERSION}`,
      'recover it with the version of inferbench that wrote it',
    );
  }
  throw unreadable(`line 1 of ${file} is damaged`, 'without it nothing is known of the run');
}

/** False for a line that cannot stand where it stands. */
function add(loads: JournaledLoad[], line: JournalLine): boolean {
  if (line.kind === 'load') {
    loads.push({ load: line.load, seconds: [], point: null });
    return true;
  }
  const current = loads.at(-1);
  if (!current || current.point) return false;
  if (line.kind === 'second' && areReadable([line.second.response, line.second.service])) {
    current.seconds.push(line.second);
    return true;
  }
  if (line.kind !== 'point' || !isReadable(line.point)) return false;
  current.point = line.point;
  return true;
}

function unreadable(message: string, hint: string, cause?: unknown): BenchError {
  return new BenchError('result-unreadable', message, { hint, cause });
}
