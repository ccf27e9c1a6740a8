import type { Percentile, Workload } from '../../contract/point.ts';
import { pointNameOf } from '../../contract/point-name.ts';
import { pointsReliedOn } from '../../contract/points-relied-on.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { verdictWords } from '../facts/verdict-words.ts';
import { wantedLoads } from '../facts/wanted-loads.ts';
import type { Journal } from '../journal/read-journal.ts';

/** A run in one line; base units. */
export interface RunSummary {
  /** The name of its folder, by which it is found again. */
  readonly id: string;
  readonly folder: string;
  /** unfinished: there is only a journal; the run was cut off, or is still going on. */
  readonly status: ResultDocument['status'] | 'unfinished';
  readonly startedAt: string;
  readonly model: string | null;
  /** "qps=200", "sweep of 3", "search: qps=800" */
  readonly load: string;
  /** Of the response time; null where several loads have one each, or where it was not measured. */
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly verdict: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

type Place = Pick<RunSummary, 'id' | 'folder'>;

export function summaryOfResult(doc: ResultDocument, { id, folder }: Place): RunSummary {
  const relied = pointsReliedOn(doc.points, doc.search);
  // The runs of a search at its rate say the same; those of a sweep do not, nor does one that only missed.
  const isOne = !doc.search && wantedLoads(doc) === 1;
  const shown = isOne || doc.search?.ratePerSecond ? relied.at(-1) : undefined;
  const percentiles = shown?.latency.response.percentiles;
  return {
    ...{ id, folder, status: doc.status, startedAt: doc.startedAt, labels: doc.labels },
    model: doc.points[0]?.workload.modelName ?? null,
    load: loadOf(doc),
    p50Ns: valueNs(percentiles, 50),
    p99Ns: valueNs(percentiles, 99),
    verdict: shown ? verdictWords(shown).word : doc.verdict,
  };
}

export function summaryOfJournal(
  { head, loads }: Journal,
  startedAt: string,
  place: Place,
): RunSummary {
  const workload: Workload | undefined = loads[0]?.load.workload;
  return {
    ...{ id: place.id, folder: place.folder, status: 'unfinished', startedAt, labels: head.labels },
    model: workload?.modelName ?? null,
    load: workload ? pointNameOf(workload) : '',
    ...{ p50Ns: null, p99Ns: null, verdict: null },
  };
}

function loadOf(doc: ResultDocument): string {
  const { points, search } = doc;
  if (search) {
    const { ratePerSecond } = search;
    return `search: ${ratePerSecond === null ? 'none' : `qps=${ratePerSecond}`}`;
  }
  const [first] = points;
  const loads = wantedLoads(doc);
  return loads === 1 && first ? pointNameOf(first.workload) : `sweep of ${loads}`;
}

function valueNs(percentiles: readonly Percentile[] | undefined, percent: number): number | null {
  const found = percentiles?.find((one) => one.percent === percent);
  return found?.state === 'measured' ? found.valueNs : null;
}
