/**
 * What it costs to check one answer, model, shape and every value, and what that leaves behind on the
 * heap. `node dist/benchmarks/answer-check.js`: rounds interleaved, about 8 s in all, best and median.
 */
import { buildSharedRequests } from '../src/load/requests/build-shared-requests.ts';
import { openRequests } from '../src/load/requests/open-requests.ts';
import { aModel, choices } from '../test/unit/load/requests/a-model.ts';
import {
  type AnswerBytes,
  grpcAnswer,
  httpBinaryAnswer,
  httpJsonAnswer,
} from '../test/unit/load/requests/an-answer.ts';
import { aSlot } from '../test/unit/load/stats/a-slot.ts';

const ROUNDS = 10;
const ROUND_MS = 200;
const CONNECTIONS = 32;
const CLASSES = 10;

interface Subject {
  readonly name: string;
  /** Checks one answer on each connection. */
  readonly work: () => void;
  readonly costsNs: number[];
}

function subject(
  name: string,
  protocol: 'http' | 'grpc',
  encode: (answer: Parameters<typeof httpBinaryAnswer>[0]) => AnswerBytes,
  batchSize: number,
): Subject {
  const shared = buildSharedRequests(aModel(), choices({ protocol, batchSize }));
  const { check } = openRequests(shared);
  const reference = new Float32Array(shared.expected.reference as SharedArrayBuffer);
  const slot = aSlot();
  const answers = Array.from({ length: CONNECTIONS }, (_, request) => {
    const from = request * batchSize * CLASSES;
    const values = reference.slice(from, from + batchSize * CLASSES);
    const raw = new Uint8Array(values.buffer);
    const tensor = { name: 'output', datatype: 'FP32', shape: [batchSize, CLASSES], raw };
    return encode({ modelName: 'mnist_mlp', tensors: [tensor] });
  });
  const work = () => {
    for (let request = 0; request < CONNECTIONS; request += 1) {
      const { bytes, jsonBytes } = answers[request] as AnswerBytes;
      slot.request = request;
      if (check.check(slot, bytes, 0, bytes.length, jsonBytes) !== 0) throw new Error(slot.detail);
    }
  };
  return { name, work, costsNs: [] };
}

/** CPU nanoseconds per answer over one round. */
function round({ work }: Subject): number {
  const before = process.cpuUsage();
  const endMs = performance.now() + ROUND_MS;
  let answers = 0;
  while (performance.now() < endMs) {
    for (let i = 0; i < 20; i += 1) work();
    answers += 20 * CONNECTIONS;
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / answers;
}

const subjects = [
  subject('HTTP, binary', 'http', httpBinaryAnswer, 1),
  subject('gRPC', 'grpc', grpcAnswer, 1),
  subject('HTTP, JSON', 'http', httpJsonAnswer, 1),
  subject('HTTP, binary, batch 64', 'http', httpBinaryAnswer, 64),
];
for (const each of subjects) round(each);
for (let i = 0; i < ROUNDS; i += 1) {
  for (const each of subjects) each.costsNs.push(round(each));
}
for (const { name, costsNs } of subjects) {
  const sorted = costsNs.sort((a, b) => a - b);
  const [best = 0, median = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
  console.log(`${name.padEnd(24)} best ${best.toFixed(0)} ns, median ${median.toFixed(0)} ns`);
}
