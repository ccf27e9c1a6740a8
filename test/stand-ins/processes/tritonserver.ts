import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { readArguments } from './arguments.ts';

/**
 * What the process driver sees of a Triton: its options, its ready page, its repository index and its
 * metrics page; and, by --behave, all the ways in which a process can be hard to end.
 */
const options = readArguments([
  'model-repository',
  'metrics-interval-ms',
  'http-address',
  'http-port',
  'grpc-address',
  'grpc-port',
  'metrics-port',
  'behave',
]);
const behaviour = options.behave ?? 'well';
const asleep = ['-c', 'trap "" TERM; while :; do sleep 1; done'];

console.log(`stand-in for tritonserver, process ${process.pid}, ${behaviour}`);
if (behaviour === 'die at start') {
  console.error('error: creating server: Internal - failed to load all models');
  process.exit(1);
}
if (behaviour === 'ignore SIGTERM') process.on('SIGTERM', () => undefined);
// As the python backend does: a helper in the same group, one that does not end when it is asked.
if (behaviour === 'have a stub') spawn('sh', asleep, { stdio: 'ignore' });
if (behaviour === 'have a runaway') {
  spawn('sh', asleep, { stdio: 'ignore', detached: true }).unref();
}

const page = 'nv_inference_request_success{model="digits",version="1"} 0\n';
const index = JSON.stringify([{ name: 'digits', version: '1', state: 'READY' }]);
createServer(({ url }, answer) => {
  const isReady = behaviour !== 'never be ready';
  if (url === '/v2/health/ready') answer.statusCode = isReady ? 200 : 400;
  else if (url === '/v2/repository/index') answer.write(index);
  else answer.statusCode = 404;
  answer.end();
}).listen(Number(options['http-port']), options['http-address']);
createServer(({ url }, answer) => {
  if (url !== '/metrics') answer.statusCode = 404;
  answer.end(behaviour === 'hide its model' ? 'nv_cpu_utilization 0\n' : page);
}).listen(Number(options['metrics-port']), options['http-address']);
