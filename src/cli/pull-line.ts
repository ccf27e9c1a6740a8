const BAR_CELLS = 20;
const BYTES_PER_MIB = 2 ** 20;

interface Layer {
  readonly doneBytes: number;
  readonly totalBytes: number | null;
}

/** What is known of the images that are being pulled, in one line for each. */
export class PullLine {
  readonly #images = new Map<string, Map<string, Layer>>();

  /** Takes note of a layer and returns the line of its image. */
  update(image: string, layer: string, doneBytes: number, totalBytes: number | null): string {
    const layers = this.#images.get(image) ?? new Map<string, Layer>();
    this.#images.set(image, layers.set(layer, { doneBytes, totalBytes }));
    return lineOf(image, [...layers.values()]);
  }
}

function lineOf(image: string, layers: readonly Layer[]): string {
  const done = layers.reduce((sum, { doneBytes }) => sum + doneBytes, 0);
  // While some layer's size is unknown, the whole is at least what the others add up to.
  const total = layers.reduce((sum, layer) => sum + (layer.totalBytes ?? layer.doneBytes), 0);
  const whole = layers.filter(({ doneBytes, totalBytes }) => doneBytes === totalBytes).length;
  const filled = total === 0 ? 0 : Math.floor((done / total) * BAR_CELLS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
  return `pulling ${image} ${bar} ${mib(done)} of ${mib(total)} MiB, ${whole} of ${layers.length} layers`;
}

function mib(bytes: number): string {
  return Math.round(bytes / BYTES_PER_MIB).toLocaleString('en-US');
}
