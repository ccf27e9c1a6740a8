/** Longest message looked at and kept. */
export const MAX_MESSAGE_LENGTH = 500;

const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;
const HEX_ID = /\b(?:0x[0-9a-f]+|(?=[a-f]*[0-9])[0-9a-f]{8,})\b/gi;
const NUMBER = /\d+(?:\.\d+)?/g;
const BLANKS = /\s+/g;

/** A server's words with ids and numbers taken out, so that equal failures read equal. */
export function failureMessage(detail: string): string {
  return detail
    .slice(0, MAX_MESSAGE_LENGTH)
    .replace(UUID, '#')
    .replace(HEX_ID, '#')
    .replace(NUMBER, '#')
    .replace(BLANKS, ' ')
    .trim();
}
