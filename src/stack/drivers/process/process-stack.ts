import { setTimeout as pause } from 'node:timers/promises';
import type { MonitoredStack, ServiceAddress } from '../../running-stack.ts';
import { tellingLines } from '../../telling-lines.ts';
import { lastLines, logFile } from './log-file.ts';
import { isRunning } from './stack-processes.ts';
import type { RecordedService, StackRecord } from './stack-record.ts';

const SHOWN_LINES = 20;
/** Tables stand between what is told. */
const READ_LINES = 500;
const TAIL_LINES = 50;
const WATCH_MS = 500;

/** Who ends a stack when it is disposed of; null for one that was only joined. */
export interface StackOwner {
  readonly end: () => Promise<void>;
  readonly keep: () => void;
}

/**
 * A stack of recorded processes as the others see it.
 * @param tritonDied how Triton ended by itself, if it ever does
 */
export function processStack(
  folder: string,
  record: Pick<StackRecord, 'services' | 'notes'>,
  tritonDied: Promise<string>,
  owner: StackOwner | null,
): MonitoredStack {
  const { http, grpc, metrics } = addressesOf(record, 'triton');
  let isOver = false;
  let isKept = owner === null;
  const died = new Promise<string>((resolve) => {
    void tritonDied.then((how) => {
      if (!isOver) resolve(`Triton ${how}; ${lastWords(folder, 'triton')}`);
    });
  });
  return {
    driver: 'process',
    standIn: null,
    addresses: { http, grpc, metrics },
    prometheus: serviceAddress(record, 'prometheus'),
    grafana: null,
    notes: record.notes,
    logTail: () => lastLines(logFile(folder, 'triton'), TAIL_LINES),
    died,
    keep: () => {
      if (isKept) return;
      isKept = true;
      owner?.keep();
    },
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      if (!isKept) await owner?.end();
    },
  };
}

/** Resolves when a process that somebody else started is gone. Keeps nobody from ending. */
export async function untilGone(service: RecordedService): Promise<string> {
  while (isRunning(service)) await pause(WATCH_MS, undefined, { ref: false });
  return 'ended';
}

/** What a service said last, for the end of a sentence. */
export function lastWords(folder: string, service: RecordedService['name']): string {
  const lines = tellingLines(lastLines(logFile(folder, service), READ_LINES), SHOWN_LINES);
  return lines.length === 0 ? 'it said nothing' : `its last lines:\n${lines.join('\n')}`;
}

function serviceAddress(
  record: Pick<StackRecord, 'services'>,
  name: RecordedService['name'],
): ServiceAddress | null {
  const { http } = addressesOf(record, name);
  // Neighbours are on this machine too.
  return http === undefined ? null : { public: http, inNetwork: http };
}

function addressesOf(
  { services }: Pick<StackRecord, 'services'>,
  name: RecordedService['name'],
): RecordedService['addresses'] {
  return services.find((service) => service.name === name)?.addresses ?? {};
}
