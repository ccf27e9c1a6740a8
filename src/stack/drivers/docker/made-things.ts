import { engineStatus, engineWords } from './engine-error.ts';

interface MadeThing {
  readonly what: string;
  readonly remove: () => Promise<unknown>;
}

/** What was made for a stack so far, so that all of it can go again, the last first. */
export class MadeThings {
  #things: MadeThing[] = [];

  readonly add = (what: string, remove: () => Promise<unknown>): void => {
    this.#things.push({ what, remove });
  };

  /** Removes everything; resolves with a sentence for each thing that stayed. */
  async removeAll(): Promise<readonly string[]> {
    const problems: string[] = [];
    for (const { what, remove } of this.#things.toReversed()) {
      await remove().catch((error) => {
        if (engineStatus(error) === 404) return;
        problems.push(`${what} could not be removed: ${engineWords(error)}`);
      });
    }
    this.#things = [];
    return problems;
  }
}
