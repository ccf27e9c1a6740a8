import { BenchError } from '../bench-error.ts';
import { nearestName } from '../nearest-name.ts';
import type { WrittenJob } from './read-jobs.ts';

type Named = Pick<WrittenJob, 'name' | 'group'>;

const MOST_SHOWN = 20;

/**
 * Names of the jobs that are meant, in the order of the file; all where none is named.
 * @param wanted names of jobs, or of what a matrix was taken apart from
 * @throws BenchError 'usage' for a name that no job has
 */
export function chosenNames(jobs: readonly Named[], wanted: readonly string[]): string[] {
  const known = [...new Set(jobs.flatMap(({ name, group }) => [group, name]))];
  const stranger = wanted.find((name) => !known.includes(name));
  if (stranger !== undefined) {
    const nearest = nearestName(stranger, known);
    throw new BenchError('usage', `there is no job "${stranger}"`, {
      hint: nearest ? `did you mean "${nearest}"?` : `there are ${listed(jobs)}`,
    });
  }
  const chosen = jobs.filter(
    ({ name, group }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(group),
  );
  return chosen.map(({ name }) => name);
}

/** Names of jobs in one line, each as it has to be typed. */
export function listed(jobs: readonly Pick<Named, 'name'>[]): string {
  const shown = jobs.slice(0, MOST_SHOWN).map(({ name }) => `"${name}"`);
  const more = jobs.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
