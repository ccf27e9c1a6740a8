import type { ComparisonDocument, MeasuredPair } from '../../contract/comparison-document.ts';

/** The runs pair by pair, a line each; what is not judged says why. */
export function pairLines({ pairs }: ComparisonDocument): string[] {
  return pairs.map(({ a, b, judged, why, role }) => {
    const runs = `A ${a ?? 'not measured'} · B ${b ?? 'not measured'}`;
    const doubt = judged ? '' : ` · not judged${why === null ? '' : `: ${why}`}`;
    return `${runs}${ROLE[role]}${doubt}`;
  });
}

const ROLE: Readonly<Record<MeasuredPair['role'], string>> = {
  first: '',
  repeat: ' · measured once more',
  confirmation: ' · confirmation',
};
