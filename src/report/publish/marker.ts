import { Buffer } from 'node:buffer';

/** Everything else could end the comment of HTML, or be changed on its way. */
const UNSAFE = /[^\w .,:;/=()+~-]/gu;

/** The hidden first line of a comment, by which it is found again. No key can end it early. */
export function markerOf(jobKey: string): string {
  const plain = jobKey
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(UNSAFE, (character) =>
      [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    )
    // Two of them would end the comment in some readers.
    .replace(/-(?=-)|-$/g, '%2d');
  return `<!-- inferbench:${plain} -->`;
}

/** Whether a comment is the one of that job: it begins with the marker. */
export function isMarked(body: string, jobKey: string): boolean {
  return body.trimStart().startsWith(markerOf(jobKey));
}
