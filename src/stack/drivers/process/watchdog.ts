import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setInterval } from 'node:timers/promises';
import { logFile, trimLog } from './log-file.ts';
import { processEntry } from './process-table.ts';
import { endStack } from './stack-processes.ts';
import {
  type RecordedService,
  readRecord,
  STACK_ID_VARIABLE,
  type StackRecord,
  writeRecord,
} from './stack-record.ts';
import type { StartOrder, WatchdogOrder, WatchdogReport } from './watchdog-messages.ts';

/**
 * Entry of the watchdog: a process of its own that starts a stack's services and ends them when the tool
 * that ordered them is gone, however it went. Being their parent, it knows each from the moment it is
 * there: there is no moment at which the tool could die and leave one that nobody knows. Of a stack that
 * is kept it only keeps the logs short, until the last service has ended.
 */

const LOG_WATCH_MS = 5000;
let folder = '';
let record: StackRecord | null = null;
let isEnding = false;
let isKept = false;

function tell(report: WatchdogReport): Promise<void> {
  return new Promise((told) => {
    if (process.connected && process.send) process.send(report, () => told());
    else told();
  });
}

/** Whether the folder is still this stack's: `down` may have removed it, and another be there since. */
function isOurs(): boolean {
  return record !== null && readRecord(folder)?.id === record.id;
}

/** @throws Error when the folder is no longer this stack's; what was started is known here all the same */
function keepRecord(changes: Partial<StackRecord>): void {
  if (record === null) return;
  record = { ...record, ...changes };
  if (!isOurs()) throw new Error('the stack was taken down meanwhile');
  writeRecord(folder, record);
}

function start({ name, program, args, env, cwd, logFile, addresses }: StartOrder): void {
  if (record === null) return;
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(program, args, {
    cwd,
    env: { ...env, [STACK_ID_VARIABLE]: record.id },
    // A session and a process group of its own, with all that it starts.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.once('error', ({ message }) => void tell({ kind: 'not-started', name, why: message }));
  if (child.pid === undefined) return;
  child.once('exit', (code, signal) => {
    const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
    void tell({ kind: 'exited', name, how });
  });
  // Also when it ended at once: it is not collected before this turn of the loop is over.
  const startedAt = processEntry(child.pid)?.startedAt ?? '';
  const service: RecordedService = { pid: child.pid, startedAt, name, addresses };
  keepRecord({ services: [...record.services, service] });
  void tell({ kind: 'started', service });
}

/** Ends all there is, removes the stack's folder and goes. */
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  if (record !== null) {
    const left = (await endStack(record)).map(({ pid }) => pid);
    // What nothing could end must stay known.
    if (left.length === 0 && isOurs()) await rm(folder, { recursive: true, force: true });
    await tell({ kind: 'ended', left });
  }
  process.exit(0);
}

function obey(order: WatchdogOrder): void {
  switch (order.kind) {
    case 'watch':
      folder = order.folder;
      record = order.record;
      break;
    case 'start':
      start(order);
      break;
    case 'keep':
      keepRecord({ owner: null });
      isKept = true;
      // It stays, and must be in nobody's way. What keeps it from ending are its children.
      process.chdir('/');
      if (process.connected) process.disconnect();
      break;
    case 'end':
      void end();
  }
}

async function keepLogsShort(): Promise<void> {
  for await (const _ of setInterval(LOG_WATCH_MS, undefined, { ref: false })) {
    for (const { name } of record?.services ?? []) trimIfPossible(name);
  }
}

function trimIfPossible(name: RecordedService['name']): void {
  try {
    trimLog(logFile(folder, name));
  } catch {
    // The next look may find a disk that takes it.
  }
}

process.on('message', (order: WatchdogOrder) => {
  if (isEnding) return;
  try {
    obey(order);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (order.kind === 'start') void tell({ kind: 'not-started', name: order.name, why });
    else void end();
  }
});
process.on('disconnect', () => {
  if (!isKept) void end();
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (isKept) process.exit(0);
    void end();
  });
}
void keepLogsShort();
