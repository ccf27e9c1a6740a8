/** What a file of samples is made of; see docs/samples.md. */
export const MAGIC = Buffer.from('IBSAMPLE', 'latin1');
export const FORMAT_VERSION = 1;
/** Magic, version and record size. */
export const FILE_HEAD_BYTES = 16;
/** Four letters and the length of what follows. */
export const BLOCK_HEAD_BYTES = 8;
/** A reader may refuse more: no writer makes it. */
export const MAX_BLOCK_BYTES = 16 * 1024 * 1024;

export type BlockKind = 'RUN ' | 'LOAD' | 'TEXT' | 'REQS' | 'END ' | 'DONE';

/** The first bytes of a file. */
export function fileHead(recordBytes: number): Buffer {
  const head = Buffer.alloc(FILE_HEAD_BYTES);
  MAGIC.copy(head);
  head.writeUInt32LE(FORMAT_VERSION, 8);
  head.writeUInt32LE(recordBytes, 12);
  return head;
}

/** What stands before the `bytes` of a block. */
export function blockHead(kind: BlockKind, bytes: number): Buffer {
  const head = Buffer.alloc(BLOCK_HEAD_BYTES);
  head.write(kind, 'latin1');
  head.writeUInt32LE(bytes, 4);
  return head;
}

/** A block of JSON; blanks at its end keep all that follows at multiples of 8. */
export function jsonBlock(kind: BlockKind, value: object): Buffer {
  const json = Buffer.from(JSON.stringify(value));
  const body = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ');
  json.copy(body);
  return Buffer.concat([blockHead(kind, body.length), body]);
}
