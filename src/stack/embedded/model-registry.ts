import { invalid, Refusal } from './refusal.ts';
import type { ServedModel } from './served-model.ts';

/** A version that could not be loaded, or is not for this server. */
export interface UnavailableModel {
  readonly name: string;
  /** Empty where the model has no version to speak of. */
  readonly version: string;
  readonly reason: string;
}

/** One line of the repository index. */
export interface IndexEntry {
  readonly name: string;
  readonly version?: string;
  readonly state: 'READY' | 'UNAVAILABLE';
  readonly reason?: string;
}

const LATEST = -1;

/** Which models there are. Its refusals are in the words of Triton's model lookup. */
export class ModelRegistry {
  /** By name, then by version. */
  readonly #models = new Map<string, Map<number, ServedModel>>();
  readonly #unavailable: readonly UnavailableModel[];

  constructor(models: readonly ServedModel[], unavailable: readonly UnavailableModel[]) {
    for (const model of models) {
      const versions = this.#models.get(model.name) ?? new Map<number, ServedModel>();
      versions.set(Number(model.version), model);
      this.#models.set(model.name, versions);
    }
    this.#unavailable = unavailable;
  }

  /** All loaded versions of all models, by name and version. */
  all(): readonly ServedModel[] {
    return [...this.#models.keys()].sort().flatMap((name) => this.#versions(name));
  }

  /** The version asked for; the highest one where none is. Throws a Refusal when it is not to be had. */
  find(name: string, versionText: string): ServedModel {
    const version = parseVersion(versionText);
    const found = this.#lookUp(name, version);
    if (found) return found;
    const known = this.#unavailable.filter((model) => model.name === name);
    if (version === LATEST && known.length > 0) {
      throw unknown(`'${name}' has no available versions`);
    }
    if (known.some((model) => model.version === String(version))) {
      const message = `Request for unknown model: '${name}' version ${version} is not at ready state`;
      throw new Refusal('UNAVAILABLE', message);
    }
    throw unknown(version === LATEST ? `'${name}' is not found` : notFound(name, version));
  }

  /** Whether the version asked for can be asked. Throws a Refusal when the text is no version. */
  isReady(name: string, versionText: string): boolean {
    return this.#lookUp(name, parseVersion(versionText)) !== undefined;
  }

  /** One version, all versions of a model, or everything: what the statistics API is asked for. */
  select(name: string, versionText: string): readonly ServedModel[] {
    if (name === '') return this.all();
    const version = parseVersion(versionText);
    const versions = this.#versions(name);
    if (versions.length === 0) throw invalid(`requested model '${name}' is not available`);
    if (version === LATEST) return versions;
    const found = this.#lookUp(name, version);
    if (found) return [found];
    throw invalid(`requested model version is not available for model '${name}'`);
  }

  versionsOf(name: string): readonly string[] {
    return this.#versions(name).map(({ version }) => version);
  }

  index(onlyReady: boolean): readonly IndexEntry[] {
    const ready = this.all().map(({ name, version }) => ({
      name,
      version,
      state: 'READY' as const,
    }));
    if (onlyReady) return ready;
    const others = this.#unavailable.map(({ name, version, reason }) => ({
      name,
      ...(version !== '' && { version }),
      state: 'UNAVAILABLE' as const,
      reason,
    }));
    return [...ready, ...others].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  }

  #versions(name: string): ServedModel[] {
    const versions = [...(this.#models.get(name)?.entries() ?? [])];
    return versions.sort(([a], [b]) => a - b).map(([, model]) => model);
  }

  #lookUp(name: string, version: number): ServedModel | undefined {
    const versions = this.#models.get(name);
    if (!versions) return undefined;
    return versions.get(version === LATEST ? Math.max(...versions.keys()) : version);
  }
}

function unknown(what: string): Refusal {
  return new Refusal('NOT_FOUND', `Request for unknown model: ${what}`);
}

function notFound(name: string, version: number): string {
  return `'${name}' version ${version} is not found`;
}

/** Triton reads a version with C++'s stol: leading digits count, and what follows does not. */
function parseVersion(text: string): number {
  if (text === '') return LATEST;
  const digits = /^\s*[+-]?\d+/.exec(text)?.[0];
  const number = Number(digits ?? Number.NaN);
  if (Number.isNaN(number) || Math.abs(number) >= 2 ** 63) {
    throw invalid(
      `failed to get model version from specified version string '${text}' (details: stol), version should be an integral value > 0`,
    );
  }
  if (number >= 0) return number;
  throw invalid(
    `invalid model version specified '${text}' , version should be an integral value > 0`,
  );
}
