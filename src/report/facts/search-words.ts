import type { ResultDocument } from '../../contract/result-document.ts';
import type { SearchResult } from '../../contract/search-result.ts';
import { exactRate, share } from '../render/quantity.ts';

/** The answer of a search in one sentence, and what it rests on in others; none for any other run. */
export function searchWords({ search }: ResultDocument): string[] {
  return search ? [answer(search), basis(search)] : [];
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

function basis({ runs, confirmed, precision }: SearchResult): string {
  const count = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  const fresh = confirmed
    ? 'a fresh run at that rate met them too'
    : 'not confirmed by a fresh run';
  return `${count}, looked for to ${share(precision)}; ${fresh}.`;
}
