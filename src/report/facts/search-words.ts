import type { Point } from '../../contract/point.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import type { SearchResult } from '../../contract/search-result.ts';
import { exactRate, share } from '../render/quantity.ts';

/** The answer of a search in one sentence, and what it rests on in others; none for any other run. */
export function searchWords({
  points,
  search,
}: Pick<ResultDocument, 'points' | 'search'>): string[] {
  return search ? [answer(search), basis(search), ...doubt(search, points)] : [];
}

function answer(search: SearchResult): string {
  const { outcome, ratePerSecond, missedPerSecond, lowPerSecond, highPerSecond } = search;
  const conditions = search.conditions.join(', ');
  const best = ratePerSecond === null ? 'no rate' : exactRate(ratePerSecond);
  const missed = missedPerSecond === null ? '' : `; ${exactRate(missedPerSecond)} did not`;
  switch (outcome) {
    case 'found':
      return `Highest rate that meets ${conditions}: ${best}${missed}.`;
    case 'all-met':
      return `At least ${exactRate(highPerSecond)} meets ${conditions}: the high end of the search was met.`;
    case 'none-met':
      return `Not even ${exactRate(lowPerSecond)} meets ${conditions}.`;
    case 'limited-by-generator':
      return `Limited by the generator, not the server: ${best} met ${conditions}, and more could not be measured.`;
    case 'out-of-time':
      return `Out of time: ${best} met ${conditions}${missed || '; nothing above it was tried'}.`;
    case 'interrupted':
      return `Interrupted: until then ${best} had met ${conditions}${missed}.`;
    case 'broken-off':
      return `Broken off: until then ${best} had met ${conditions}${missed}.`;
  }
}

function basis({ runs, confirmed, precision, ratePerSecond }: SearchResult): string {
  const count = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  const basis = `${count}, looked for to ${share(precision)}`;
  if (ratePerSecond === null) return `${basis}.`;
  const fresh = confirmed
    ? 'a fresh run at that rate met them too'
    : 'not confirmed by a fresh run';
  return `${basis}; ${fresh}.`;
}

/** An invalid run says that a rate misses only where the requests that we did not delay miss too. */
function doubt({ runs, missedPerSecond }: SearchResult, points: readonly Point[]): string[] {
  if (missedPerSecond === null) return [];
  const missed = points.filter((_, at) => {
    const run = runs[at];
    return run?.ratePerSecond === missedPerSecond && run.finding === 'missed';
  });
  if (missed.length === 0 || missed.some(({ verdict }) => verdict !== 'invalid')) return [];
  const rate = exactRate(missedPerSecond);
  return [
    `At ${rate} our own lateness made the run invalid; the requests that it did not touch missed them too.`,
  ];
}
