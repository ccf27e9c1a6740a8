import { DynamicTable } from './dynamic-table.ts';
import { fieldBytes, type HeaderField, headerField } from './header-field.ts';
import { huffmanBytes, huffmanEncode } from './huffman-encoder.ts';
import { FIRST_DYNAMIC_INDEX, STATIC_TABLE } from './static-table.ts';

export type HeaderList = readonly (readonly [name: string, value: string])[];

/**
 * Headers → header blocks (RFC 7541). What can be indexed is, so that a list sent twice costs one or
 * two bytes a header from the second time on. Values are Latin-1.
 */
export class HpackEncoder {
  readonly #table: DynamicTable;
  readonly #huffman: boolean;
  /** Sizes to announce at the start of the next block: the smallest since the last one, then the last. */
  #announced: number[] = [];

  constructor(maxTableBytes: number, huffman = true) {
    this.#table = new DynamicTable(maxTableBytes);
    this.#huffman = huffman;
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE changed (RFC 7541 §4.2). */
  resize(maxTableBytes: number): void {
    if (maxTableBytes === this.#table.maxBytes && this.#announced.length === 0) return;
    this.#table.resize(maxTableBytes);
    const smallest = Math.min(maxTableBytes, ...this.#announced);
    this.#announced = smallest < maxTableBytes ? [smallest, maxTableBytes] : [maxTableBytes];
  }

  /** `isSettled`: the block changed nothing, so it may be sent again and again as it is. */
  encode(headers: HeaderList): { readonly block: Buffer; readonly isSettled: boolean } {
    const isResized = this.#announced.length > 0;
    const parts = this.#announced.map((size) => integer(size, 0x1f, 0x20));
    this.#announced = [];
    const roomBytes = headers.reduce((sum, [name, value]) => sum + fieldBytes(name, value), 0);
    let hasAdded = false;
    for (const [name, value] of headers) {
      const index = this.#find((field) => field.name === name && field.value === value);
      if (index > 0) {
        parts.push(integer(index, 0x7f, 0x80));
        continue;
      }
      const mayAdd = this.#mayAdd(name, value, roomBytes);
      parts.push(...this.#literal(name, value, mayAdd));
      hasAdded ||= mayAdd;
    }
    return { block: Buffer.concat(parts), isSettled: !hasAdded && !isResized };
  }

  /**
   * A list that does not fit into the table as a whole would evict its own entries for ever; then
   * only an entry that evicts nothing is added.
   */
  #mayAdd(name: string, value: string, listBytes: number): boolean {
    const { bytes, maxBytes } = this.#table;
    return listBytes <= maxBytes || bytes + fieldBytes(name, value) <= maxBytes;
  }

  #literal(name: string, value: string, isAdded: boolean): Buffer[] {
    const nameIndex = this.#find((field) => field.name === name);
    const start = isAdded ? integer(nameIndex, 0x3f, 0x40) : integer(nameIndex, 0x0f, 0x00);
    if (isAdded) this.#table.add(headerField(name, value));
    const parts = nameIndex === 0 ? [start, ...this.#string(name)] : [start];
    return [...parts, ...this.#string(value)];
  }

  /** Index of the first entry that matches, 0 for none. */
  #find(matches: (field: HeaderField) => boolean): number {
    for (let index = 1; index < FIRST_DYNAMIC_INDEX + this.#table.length; index += 1) {
      const field = STATIC_TABLE[index] ?? this.#table.get(index - FIRST_DYNAMIC_INDEX);
      if (field !== undefined && matches(field)) return index;
    }
    return 0;
  }

  #string(text: string): Buffer[] {
    if (this.#huffman && huffmanBytes(text) < text.length) {
      const coded = huffmanEncode(text);
      return [integer(coded.length, 0x7f, 0x80), coded];
    }
    const plain = Buffer.from(text, 'latin1');
    return [integer(plain.length, 0x7f, 0x00), plain];
  }
}

/** RFC 7541 §5.1: `mask` covers the prefix bits, `pattern` is what stands before them. */
function integer(value: number, mask: number, pattern: number): Buffer {
  if (value < mask) return Buffer.of(pattern | value);
  const bytes = [pattern | mask];
  let rest = value - mask;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}
