import type { Point } from '../../contract/point.ts';
import type { ServerEvidence } from '../../contract/server-evidence.ts';
import { count, ratio, time } from '../render/quantity.ts';

const PARTS = [
  ['queue', 'meanQueueNs'],
  ['input', 'meanComputeInputNs'],
  ['infer', 'meanComputeInferNs'],
  ['output', 'meanComputeOutputNs'],
] as const;

/** What the server says of itself, in a line or two; empty when nothing could be read. */
export function serverSentences({ server }: Point): string[] {
  if (server === null) return [];
  const sentences = [...countSentence(server), ...meanSentence(server)];
  if (server.restarted) sentences.push('Its counters started again: it restarted or reloaded.');
  return sentences;
}

function countSentence({ requests, expectedRequests }: ServerEvidence): string[] {
  if (requests === null) return [];
  const seen = `we saw ${count(expectedRequests)} answered or timed out`;
  return [`Served ${count(requests)} requests by its own count, warm-up included; ${seen}.`];
}

function meanSentence(server: ServerEvidence): string[] {
  const { meanRequestNs, inferences, executions } = server;
  if (meanRequestNs === null) return [];
  const parts = PARTS.flatMap(([title, key]) => {
    const mean = server[key];
    return mean === null ? [] : [`${title} ${time(mean)}`];
  });
  const batch =
    inferences !== null && executions !== null && executions > 0
      ? `; mean batch ${ratio(inferences / executions)}`
      : '';
  return [`Mean time inside it ${time(meanRequestNs)}: ${parts.join(', ')}${batch}.`];
}
