import { Buffer } from 'node:buffer';

/** GitHub answers 422 above 65,536 characters, to a comment and to a check's text alike. */
const COMMENT_CHARACTERS = 60_000;
/** GitLab's own limit for a note, with room for what it may count otherwise. */
const NOTE_CHARACTERS = 990_000;
/** A job summary above 1 MiB is lost as a whole; other steps' words are in files of their own. */
const SUMMARY_BYTES = 1024 * 1024;

/** Whether a text may go there; `share` of 1: all of the room. */
export const FITS = {
  comment: (text: string, share = 1) => text.length <= COMMENT_CHARACTERS * share,
  note: (text: string, share = 1) => text.length <= NOTE_CHARACTERS * share,
  /** `taken`: bytes that are in the file already. */
  summary: (text: string, taken = 0) => Buffer.byteLength(text) + taken <= SUMMARY_BYTES,
} as const;
