/** Longest message looked at and kept. */
export const MAX_MESSAGE_LENGTH = 500;

const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;
const HEX_ID = /\b(?:0x[0-9a-f]+|(?=[a-f]*[0-9])[0-9a-f]{8,})\b/gi;
const NUMBER = /\d+(?:\.\d+)?/g;
const BLANKS = /\s+/g;
/** Controls, what no decoder could read, and both as JSON writes them. */
const NO_TEXT = /(?![\t\n\r])\p{Cc}|\ufffd|\\u[0-9a-f]{4}/giu;
/** Colours of a terminal are less of a message, random bytes are more. */
const MOST_NO_TEXT = 0.1;
const BYTES = 'bytes that are no text';

/** A server's words with ids, numbers and mere bytes taken out, so that equal failures read equal. */
export function failureMessage(detail: string): string {
  return words(detail.slice(0, MAX_MESSAGE_LENGTH))
    .replace(UUID, '#')
    .replace(HEX_ID, '#')
    .replace(NUMBER, '#')
    .replace(BLANKS, ' ')
    .trim();
}

/** What is said before a colon stays: those are our own words, or a server's before what it cannot say. */
function words(text: string): string {
  const colon = text.lastIndexOf(': ', text.search(NO_TEXT));
  const tail = text.slice(colon < 0 ? 0 : colon + 2);
  const strange = tail.match(NO_TEXT)?.join('').length ?? 0;
  if (strange <= tail.length * MOST_NO_TEXT) return text;
  return text.slice(0, text.length - tail.length) + BYTES;
}
