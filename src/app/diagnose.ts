import { freemem } from 'node:os';
import { parseRunConfig } from '../contract/parse-run-config.ts';
import { openFileLimit } from '../load/index.ts';
import { collectEnvironment } from '../report/index.ts';
import { gpusOfEngine, type StackDriver, takenPorts } from '../stack/index.ts';
import type { StackEnvironment } from './bring-up-stack.ts';
import { driversFor } from './drivers-for.ts';
import { planStack } from './plan-stack.ts';
import { tryGenerator } from './try-generator.ts';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  /** null: a fact, neither good nor bad. */
  readonly good: boolean | null;
  readonly detail: string;
}

/** What a machine can run, and what is in the way of the rest. */
export interface Diagnosis {
  readonly drivers: readonly Check[];
  readonly machine: readonly Check[];
}

const WELL_KNOWN_PORTS = [8000, 8001, 8002, 9090, 3000];
const BYTES_PER_GIB = 2 ** 30;
/** A thousand connections, and what else a process has open. */
const FEW_OPEN_FILES = 4096;
/** Above it a run's own rules will mostly speak. */
const MUCH_STEAL = 0.05;

/** Looks at everything that a run or a stack may need; nothing of it is left running. Never fails. */
export async function diagnose(env: StackEnvironment): Promise<Diagnosis> {
  const plan = planStack(parseRunConfig({}), 'for-a-run', env);
  const checked = (await driversFor(env)).map(async (driver) => checkDriver(driver, plan));
  const drivers = await Promise.all(checked);
  const gpus = await gpusOfEngine(env).catch(() => null);
  // Last and alone: it wants the CPU.
  const { embedded, generator, stealShare } = await tryGenerator(env);
  return {
    drivers: [embedded, ...drivers, ...(gpus === null ? [] : [fact('GPUs in docker', gpus)])],
    machine: [
      ...(await hardware(env.cwd)),
      openFiles(openFileLimit()),
      ports(await takenPorts(WELL_KNOWN_PORTS)),
      steal(stealShare),
      generator,
    ],
  };
}

async function checkDriver(
  { name, whyNot }: StackDriver,
  plan: Parameters<StackDriver['whyNot']>[0],
): Promise<Check> {
  const reason = await whyNot(plan);
  return { name, good: reason === null, detail: reason ?? `bench run --stack ${name} can` };
}

async function hardware(cwd: string): Promise<Check[]> {
  const { node, cpuModel, cpuCount, memoryBytes, os, container } = await collectEnvironment(cwd);
  const gib = (bytes: number) => `${(bytes / BYTES_PER_GIB).toFixed(1)} GiB`;
  return [
    fact('node', node),
    fact('system', container ? `${os}, in a container` : os),
    fact('cores', `${cpuCount} of ${cpuModel}; one sends, the server wants the others`),
    fact('memory', `${gib(freemem())} free of ${gib(memoryBytes)}`),
  ];
}

function fact(name: string, detail: string): Check {
  return { name, good: null, detail };
}

function openFiles(limit: number): Check {
  const good = limit >= FEW_OPEN_FILES;
  const words = Number.isFinite(limit) ? String(limit) : 'no limit told';
  const mend = `${words}: few for many connections; raise it with ulimit -n`;
  return { name: 'open files', good, detail: good ? words : mend };
}

function ports(taken: readonly number[]): Check {
  const wanted = `bench stack up wants ${WELL_KNOWN_PORTS.join(', ')}`;
  if (taken.length === 0) return { name: 'ports', good: true, detail: `free: ${wanted}` };
  const detail = `somebody has ${taken.join(', ')}: ${wanted}; with --name it takes free ones`;
  return { name: 'ports', good: false, detail };
}

function steal(share: number | null): Check {
  if (share === null) return fact('CPU steal', 'the system does not tell');
  const words = `${(share * 100).toFixed(1)} % of the CPU was taken away while this was looked at`;
  return { name: 'CPU steal', good: share < MUCH_STEAL, detail: words };
}
