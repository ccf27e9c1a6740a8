import { metricText } from '../compare/band-text.ts';
import { otherwiseMade } from '../compare/history-words.ts';
import type { Tone } from '../facts/table.ts';
import { count, margin } from '../render/quantity.ts';
import type {
  FoundChange,
  HistoryCheck,
  LoadCheck,
  MetricCheck,
  RunMark,
  SeriesCheck,
} from './history-check.ts';

const REVISION_SHOWN = 9;

interface Words {
  readonly word: string;
  readonly tone: Tone;
  readonly headline: string;
}

/** The verdict of a check in plain words. */
export const CHECK_WORDS: Readonly<Record<HistoryCheck['verdict'], Words>> = {
  worse: {
    word: 'worse',
    tone: 'bad',
    headline: 'There is a lasting change to the worse that nobody has acknowledged.',
  },
  unconfirmed: {
    word: 'unconfirmed',
    tone: 'warn',
    headline: 'The newest runs are worse; there are too few of them to tell it from a burst.',
  },
  unknown: {
    word: 'unknown',
    tone: 'warn',
    headline: 'There are too few runs made alike to tell anything, or the newest cannot be judged.',
  },
  fine: { word: 'fine', tone: 'good', headline: 'Nothing has lastingly become worse.' },
};

/** "p50 +12 %, worse (5.01 ms → 5.61 ms), between <run> (abc) and <run> (def): confirmed" */
export function changeWords({ id, unit }: MetricCheck, change: FoundChange): string {
  const { before, after, direction, lastBefore, firstAfter, state } = change;
  const levels = `${metricText(before, unit)} → ${metricText(after, unit)}`;
  const where = `between ${markWords(lastBefore)} and ${markWords(firstAfter)}`;
  return `${id} ${margin(after / before - 1)}, ${direction} (${levels}), ${where}: ${state}`;
}

function markWords({ entry, gitRevision }: RunMark): string {
  const id = entry.slice(entry.lastIndexOf('/') + 1);
  return gitRevision === null ? id : `${id} (${gitRevision.slice(0, REVISION_SHOWN)})`;
}

/** What has to be known of a load beside its table, a sentence each. */
export function loadNotes({ newest, unlike, differences, metrics }: LoadCheck): string[] {
  const { faults } = newest.held;
  return [
    ...faults.map((fault) => `The newest run is not judged: ${fault}.`),
    ...(unlike > 0 ? [otherwiseMade(unlike, differences)] : []),
    ...metrics.flatMap(({ id, reason }) => (reason === null ? [] : [`${id}: ${reason}.`])),
  ];
}

/** What has to be known of a series, a sentence each. */
export function seriesNotes({ baseline, outOfTime, loads, entries }: SeriesCheck): string[] {
  const known = baseline
    ? [`It begins with ${baseline.entry}, which was acknowledged: ${baseline.reason}`]
    : [];
  const nothing = loads.length === 0 ? [`None of its ${count(entries)} entries has a load.`] : [];
  return [...known, ...outOfTime.map(clockNote), ...nothing];
}

/** Said wherever the order of a history matters. */
export function clockNote(entry: string): string {
  return `${entry} began after it was added: a clock was set back. Entries are in the order in which they say they began.`;
}
