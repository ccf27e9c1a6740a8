import { answerWell, kserveStub } from '../../support/kserve-stub.ts';
import { readArguments } from './arguments.ts';

/**
 * A KServe v2 server that is busy for a given time with each request, one after the other as a model on a CPU
 * would be: its service time is known. `die-after` ends it after so many requests.
 */
const options = readArguments(['port', 'busy-us', 'die-after']);
const busyNs = BigInt(options['busy-us'] ?? 0) * 1000n;
const dieAfter = Number(options['die-after'] ?? Number.POSITIVE_INFINITY);

let answered = 0;
await kserveStub(
  (response) => {
    answered += 1;
    if (answered > dieAfter) {
      console.error('stand-in: out of memory');
      process.exit(7);
    }
    const until = process.hrtime.bigint() + busyNs;
    while (process.hrtime.bigint() < until);
    answerWell(response);
  },
  { port: Number(options.port) },
);
console.error('stand-in: serving');
