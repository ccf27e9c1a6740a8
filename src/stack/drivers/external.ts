import { setTimeout as pause } from 'node:timers/promises';
import { httpText } from '../../clients/http-text.ts';
import { httpAdmin, type KserveAdmin } from '../../clients/kserve-admin.ts';
import { BenchError } from '../../contract/bench-error.ts';
import type { ServerAddresses } from '../../contract/measurements.ts';
import { type Look, lookUntilFound } from '../probes/look.ts';
import type { RunningStack, StackRequest } from '../running-stack.ts';

const POLL_MS = 200;
const CALL_TIMEOUT_MS = 2000;
/** A server that is loading its models may still refuse connections; a wrong address always will. */
const SILENT_TIMEOUT_MS = 2000;
const LATE_DOORS_MS = 2000;

/** One address of the server, and what it says when it is asked. */
interface Door {
  readonly address: string;
  /** Nobody gave it: what is wrong with it is no news. */
  readonly isGuess: boolean;
  readonly admin: KserveAdmin;
}

/**
 * A server that is already there: waits until one of its addresses says that it is ready, starts and
 * stops nothing. Raises a BenchError 'server-unreachable' with each address and its reason.
 */
export async function connectExternal(
  request: StackRequest,
  signal: AbortSignal,
): Promise<RunningStack> {
  const { addresses } = request;
  const doors = addresses ? await doorsOf(addresses, request) : [];
  if (!addresses || doors.length === 0) {
    const message = 'no address of a running server is given';
    throw new BenchError('config-invalid', message, { hint: 'give --url or --grpc-url' });
  }
  const hadToWait = await waitUntilReady(doors, request, signal);
  if (hadToWait) await awaitLateDoors(doors, addresses.metrics, signal);
  if (signal.aborted) throw interrupted();
  return {
    driver: 'external',
    standIn: null,
    addresses,
    logTail: () => [],
    died: new Promise(() => undefined),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function doorsOf(
  { http, grpc }: ServerAddresses,
  { access, grpcIsGuess: isGuess = false }: StackRequest,
): Promise<Door[]> {
  const options = { ...access, timeoutMs: CALL_TIMEOUT_MS };
  const doors: Door[] = [];
  if (http !== undefined) {
    doors.push({ address: http, isGuess: false, admin: httpAdmin(http, options) });
  }
  if (grpc !== undefined) {
    const { grpcAdmin } = await import('../../clients/kserve-grpc-admin.ts');
    doors.push({ address: grpc, isGuess, admin: grpcAdmin(grpc, options) });
  }
  return doors;
}

/** Resolves with whether it was not ready at once. */
async function waitUntilReady(
  doors: readonly Door[],
  { readyTimeoutMs, silentTimeoutMs = SILENT_TIMEOUT_MS }: StackRequest,
  signal: AbortSignal,
): Promise<boolean> {
  const budget = AbortSignal.timeout(readyTimeoutMs);
  const patience = AbortSignal.timeout(silentTimeoutMs);
  for (let hadToWait = false; ; hadToWait = true) {
    const states = await Promise.all(doors.map(stateOf));
    if (states.includes('ready')) return hadToWait;
    if (signal.aborted) throw interrupted();
    const nobodyThere = states.every((state) => state instanceof BenchError);
    if (nobodyThere && (patience.aborted || budget.aborted)) {
      throw joined(states.filter((_, index) => !doors[index]?.isGuess));
    }
    if (budget.aborted) throw notReady(doors, states, readyTimeoutMs);
    await pause(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * A server that has just come up opens its doors one after the other: Triton gRPC, HTTP, its metrics
 * page. Doors that stay shut may be guesses; what needs one says later what is wrong with it.
 */
async function awaitLateDoors(
  doors: readonly Door[],
  metrics: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const open = async (): Promise<Look<true>> => {
    const ready = await Promise.all([
      ...doors.map(({ admin }) => admin.ready()),
      metrics === undefined || answers(metrics),
    ]);
    return ready.includes(false) ? { missing: 'a door' } : { found: true };
  };
  await lookUntilFound(open, AbortSignal.any([signal, AbortSignal.timeout(LATE_DOORS_MS)]));
}

/** Whatever the answer: nothing is told there that could open it. */
function answers(url: string): Promise<boolean> {
  return httpText('GET', url, { timeoutMs: CALL_TIMEOUT_MS, insecure: true }).then(
    () => true,
    () => false,
  );
}

/** Ready, up but not ready, or why nothing answered. */
async function stateOf({ admin }: Door): Promise<'ready' | 'up' | BenchError> {
  if (await admin.ready()) return 'ready';
  return admin.server().then(
    () => 'up',
    (error: BenchError) => error,
  );
}

function joined(errors: readonly BenchError[]): BenchError {
  const [first] = errors;
  const message = errors.map((error) => error.message).join('\n');
  const cause = errors.length === 1 ? first : new AggregateError(errors, message);
  return new BenchError('server-unreachable', message, { hint: first?.hint ?? '', cause });
}

function notReady(
  doors: readonly Door[],
  states: readonly unknown[],
  readyTimeoutMs: number,
): BenchError {
  const up = doors.filter((_, index) => states[index] === 'up').map(({ address }) => address);
  const seconds = readyTimeoutMs / 1000;
  const message = `the server at ${up.join(' and ')} is up, but was not ready within ${seconds} s`;
  return new BenchError('server-unreachable', message, {
    hint: 'its own log says which model it cannot load',
  });
}

function interrupted(): BenchError {
  const message = 'interrupted while waiting for the server';
  return new BenchError('interrupted', message, { hint: 'run it again' });
}
