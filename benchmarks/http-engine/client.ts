import { autocannonClient } from './autocannon-client.ts';
import { bareFloor } from './bare-floor.ts';
import { engineClient } from './engine-client.ts';

const [name = '', port = '', connections = '', seconds = ''] = process.argv.slice(2);
const WARM_UP_SECONDS = 3;

/** Runs for so many seconds; resolves with the number of answers. */
export type Client = (port: number, connections: number) => Promise<ClientRun>;

export interface ClientRun {
  /** Answers so far. */
  readonly answers: () => number;
  readonly stop: () => Promise<void>;
}

const CLIENTS: Readonly<Record<string, Client>> = {
  engine: engineClient,
  floor: bareFloor,
  autocannon: autocannonClient,
};

const start = CLIENTS[name];
if (start === undefined) throw new Error(`no client "${name}"`);
const run = await start(Number(port), Number(connections));
await pause(WARM_UP_SECONDS);
const cpuBefore = process.cpuUsage();
const answersBefore = run.answers();
await pause(Number(seconds));
const cpu = process.cpuUsage(cpuBefore);
const answers = run.answers() - answersBefore;
await run.stop();
console.log(JSON.stringify({ answers, cpuMicros: cpu.user + cpu.system, userMicros: cpu.user }));
process.exit(0);

function pause(s: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, s * 1000));
}
