import { createHash } from 'node:crypto';
import { type PublishedDocument, runsOf } from './published.ts';

/** The last line of a comment: when it was measured, by what. The same documents give the same words. */
export function footerOf(documents: readonly PublishedDocument[], toolVersion: string): string {
  const finished = documents.map(({ finishedAt }) => finishedAt).sort();
  const at =
    finished
      .at(-1)
      ?.replace('T', ' ')
      .replace(/:\d\d(\.\d+)?Z$/, ' UTC') ?? '';
  const runs = documents.reduce((sum, document) => sum + runsOf(document).length, 0);
  const counted = runs === 1 ? '1 run' : `${runs} runs`;
  return `inferbench ${toolVersion}, ${counted}, measured until ${at}`;
}

/** Where the text of a job's comment is kept when it could not be published: nothing in it leads out of a folder. */
export function fileNameOf(jobKey: string): string {
  const plain = jobKey.replace(/[^\w.=-]+/g, '-').slice(0, LONGEST_NAME);
  // Keys that look the same then are not.
  const hash = createHash('sha256').update(jobKey).digest('hex').slice(0, HASH_LENGTH);
  return `unpublished-${plain}${plain === jobKey ? '' : `-${hash}`}.md`;
}

const LONGEST_NAME = 100;
const HASH_LENGTH = 6;
