import { type FileHandle, open } from 'node:fs/promises';
import type { JournalLine } from '../../contract/journal.ts';

/**
 * Appends lines to a file and has each on the disk soon after, without anybody waiting for it. The
 * first line that cannot be written is the last that is tried: what follows a gap could not be trusted.
 */
export class JournalWriter {
  readonly #file: FileHandle;
  readonly #onLost: (cause: unknown) => void;
  #waiting: string[] = [];
  #writing: Promise<void> | null = null;
  #isLost = false;

  private constructor(file: FileHandle, onLost: (cause: unknown) => void) {
    this.#file = file;
    this.#onLost = onLost;
  }

  /**
   * @param path a file that is not there yet
   * @param onLost told once, when a line could not be written
   * @throws the system's error
   */
  static async open(path: string, onLost: (cause: unknown) => void): Promise<JournalWriter> {
    return new JournalWriter(await open(path, 'wx'), onLost);
  }

  append(line: JournalLine): void {
    if (this.#isLost) return;
    this.#waiting.push(`${JSON.stringify(line)}\n`);
    this.#writing ??= this.#write();
  }

  /** Resolves when every line is written, or none can be. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close().catch(() => undefined);
  }

  /** What came while the disk was busy goes out together: a slow one is behind, never flooded. */
  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const lines = this.#waiting.splice(0).join('');
        await this.#file.appendFile(lines);
        // For a power cut: a kill alone would lose nothing of what the system holds.
        await this.#file.datasync();
      }
    } catch (cause) {
      this.#isLost = true;
      this.#waiting = [];
      this.#onLost(cause);
    } finally {
      this.#writing = null;
    }
  }
}
