import type { Difference } from '../../contract/comparison.ts';
import type { Point } from '../../contract/point.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { NS_PER_MS } from '../../contract/units.ts';
import { memory } from '../render/quantity.ts';

/** One run as far as it can be compared: a load of a result. */
export interface ComparedRun {
  readonly document: ResultDocument;
  readonly point: Point;
}

/** Another seed gives other bytes of the same kind: no other condition. */
const SEEDED_SOURCES = ['digits', 'random'];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Conditions that differ between any two runs: what would make a comparison one of something else.
 * @param isServerChosen the two servers are what is compared, so they may differ
 */
export function unlikeConditions(
  a: readonly ComparedRun[],
  b: readonly ComparedRun[],
  isServerChosen = false,
): Difference[] {
  return differences(a, b, (run) => conditionsOf(run, isServerChosen));
}

/** What a comparison may be about; nothing here keeps it from being judged. */
export function changedFields(
  a: readonly ComparedRun[],
  b: readonly ComparedRun[],
  isServerChosen = false,
): Difference[] {
  const all = differences(a, b, (run) => ({
    ...(isServerChosen && serverOf(run)),
    ...changeableOf(run),
  }));
  // What takes the same values on both sides, such as a seed for each pair, is no change.
  return all.filter((field) => field.a !== field.b);
}

/** All conditions of a run by name, in words. */
export function conditionsInWords(run: ComparedRun): Record<string, string> {
  return Object.fromEntries(
    Object.entries(conditionsOf(run, false)).map(([field, value]) => [
      field,
      String(value ?? 'none'),
    ]),
  );
}

function conditionsOf(run: ComparedRun, isServerChosen: boolean): Fields {
  return { ...machineOf(run), ...(isServerChosen ? {} : serverOf(run)), ...loadOf(run) };
}

function changeableOf({ document, point }: ComparedRun): Fields {
  return {
    'git revision': document.environment.gitRevision,
    'model version': point.workload.modelVersion,
    // An embedded server listens on any free port.
    address: document.target.driver === 'embedded' ? null : document.target.address,
    seed: point.workload.seed,
    ...prefixed('label', document.labels),
  };
}

function machineOf({ document: { environment, tool } }: ComparedRun): Fields {
  const { os, cpuModel, cpuCount, memoryBytes, node, container } = environment;
  return {
    os,
    CPU: cpuModel,
    CPUs: cpuCount,
    memory: memory(memoryBytes),
    Node: node,
    container,
    tool: tool.version,
  };
}

function serverOf({ document: { target } }: ComparedRun): Fields {
  return {
    driver: target.driver,
    'stand-in': target.standIn,
    server: target.serverName,
    'server version': target.serverVersion,
    ...prefixed('image', target.images ?? {}),
  };
}

function loadOf({ document, point }: ComparedRun): Fields {
  // The seed makes noise less, it is no condition; the version of the model is what may be compared.
  const { seed: _seed, modelVersion: _version, payload, trace, ...workload } = point.workload;
  const { sha256, ...shape } = payload;
  return {
    ...workload,
    ...prefixed('payload', shape),
    'payload sha256': SEEDED_SOURCES.includes(payload.source) ? 'by the seed' : sha256,
    trace: trace?.sha256,
    ...lengthOf(document, point),
  };
}

/** A load that a number of requests ends is as long as the server lets it be. */
function lengthOf({ config }: ResultDocument, { phases }: Point): Fields {
  const { requests } = config;
  const timed = requests === undefined ? phases : phases.filter(({ name }) => name !== 'measured');
  return {
    'measured requests': requests,
    ...Object.fromEntries(
      timed.map(({ name, durationNs }) => [
        `${name} ms`,
        // Phases are as long as they were asked to be, give or take less than a millisecond.
        Math.round(durationNs / NS_PER_MS),
      ]),
    ),
  };
}

function prefixed(prefix: string, fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [`${prefix} ${key}`, value]),
  );
}

function differences(
  a: readonly ComparedRun[],
  b: readonly ComparedRun[],
  fieldsOf: (run: ComparedRun) => Fields,
): Difference[] {
  const [ofA, ofB] = [a.map(fieldsOf), b.map(fieldsOf)];
  const names = new Set([...ofA, ...ofB].flatMap((fields) => Object.keys(fields)));
  return [...names].flatMap((field) => {
    const [valuesA, valuesB] = [valuesOf(ofA, field), valuesOf(ofB, field)];
    const isAlike = new Set([...valuesA, ...valuesB]).size === 1;
    return isAlike ? [] : [{ field, a: valuesA.join(' / '), b: valuesB.join(' / ') }];
  });
}

/** Each value once, in words. */
function valuesOf(runs: readonly Fields[], field: string): string[] {
  return [...new Set(runs.map((fields) => String(fields[field] ?? 'none')))];
}
