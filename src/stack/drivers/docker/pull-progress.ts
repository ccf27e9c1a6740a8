/** One line of what the engine tells while it pulls. */
interface ProgressLine {
  readonly status?: string;
  readonly id?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

type OnLayer = (layer: string, doneBytes: number, totalBytes: number | null) => void;

const DONE = /^(Download complete|Pull complete)$/;

/** Reads the engine's lines about one image and tells how far each layer is. */
export class PullProgress {
  readonly #onLayer: OnLayer;
  readonly #totals = new Map<string, number>();
  #rest = '';
  #error: string | null = null;

  constructor(onLayer: OnLayer) {
    this.#onLayer = onLayer;
  }

  /** Why it failed, in the engine's own words; it says so in a line, after an answer of 200. */
  get error(): string | null {
    return this.#error;
  }

  /** Takes the next bytes; a line may come in pieces. */
  take(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  /** What came after the last line's end. */
  end(): void {
    this.#line(this.#rest);
    this.#rest = '';
  }

  #line(text: string): void {
    const line = parsed(text);
    if (line.error !== undefined) this.#error = line.error;
    if (line.id !== undefined) this.#layer(line.id, line);
  }

  #layer(id: string, { status = '', progressDetail }: ProgressLine): void {
    if (status === 'Downloading') {
      const total = progressDetail?.total ?? 0;
      if (total > 0) this.#totals.set(id, total);
      this.#onLayer(id, progressDetail?.current ?? 0, this.#totals.get(id) ?? null);
    } else if (DONE.test(status)) {
      const size = this.#totals.get(id);
      if (size !== undefined) this.#onLayer(id, size, size);
    }
  }
}

function parsed(text: string): ProgressLine {
  if (text.trim() === '') return {};
  try {
    return (JSON.parse(text) ?? {}) as ProgressLine;
  } catch {
    return {};
  }
}
