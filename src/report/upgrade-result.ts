/** A stored document as it was read; of its parts only the version is known. */
export interface StoredDocument {
  readonly schemaVersion: string;
}

interface Step {
  readonly to: string;
  readonly upgrade: (document: StoredDocument) => object;
}

/** From each earlier version to the next: a step knows its two versions and no others. */
const STEPS: ReadonlyMap<string, Step> = new Map([
  // All that 1 has and 0.1 had not may be missing.
  ['0.1', { to: '1', upgrade: (document: StoredDocument) => document }],
]);

/** Versions that can be read beside the present one. */
export const EARLIER_VERSIONS: readonly string[] = [...STEPS.keys()];

/** A document of any version that was ever written, as the present one; of a later one, as it is. */
export function upgradeResult(document: StoredDocument): StoredDocument {
  const step = STEPS.get(document.schemaVersion);
  if (!step) return document;
  return upgradeResult({ ...step.upgrade(document), schemaVersion: step.to });
}
