import { engineClient } from './engine-client.ts';
import { grpcJsClient } from './grpc-js-client.ts';

const [name = '', ...numbers] = process.argv.slice(2);
const [port = 0, connections = 0, inFlight = 0, seconds = 0] = numbers.map(Number);
const WARM_UP_SECONDS = 3;

/** A closed loop that runs until it is stopped. */
type Client = (port: number, connections: number, inFlight: number) => Promise<ClientRun>;

export interface ClientRun {
  /** Answers so far. */
  readonly answers: () => number;
  readonly stop: () => Promise<void>;
}

const CLIENTS: Readonly<Record<string, Client>> = {
  engine: engineClient,
  'grpc-js': grpcJsClient,
};

const start = CLIENTS[name];
if (start === undefined) throw new Error(`no client "${name}"`);
const run = await start(port, connections, inFlight);
await pause(WARM_UP_SECONDS);
const cpuBefore = process.cpuUsage();
const answersBefore = run.answers();
await pause(seconds);
const cpu = process.cpuUsage(cpuBefore);
const answers = run.answers() - answersBefore;
await run.stop();
console.log(JSON.stringify({ answers, cpuMicros: cpu.user + cpu.system, userMicros: cpu.user }));
process.exit(0);

function pause(s: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, s * 1000));
}
