import type { Readable } from 'node:stream';

const DEFAULT_MAX_LINES = 50;
const MAX_LINE_LENGTH = 1000;

/** The last lines that a process wrote, from all its streams in the order they came. */
export class LogTail {
  readonly #maxLines: number;
  #lines: string[] = [];

  constructor(maxLines = DEFAULT_MAX_LINES) {
    this.#maxLines = maxLines;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Follows a stream until it ends. */
  follow(stream: Readable): void {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(-MAX_LINE_LENGTH);
      for (const line of lines) this.#add(line);
    });
    stream.on('end', () => {
      if (rest !== '') this.#add(rest);
    });
  }

  #add(line: string): void {
    this.#lines.push(line.replace(/\r$/, '').slice(0, MAX_LINE_LENGTH));
    if (this.#lines.length > this.#maxLines) this.#lines = this.#lines.slice(-this.#maxLines);
  }
}
