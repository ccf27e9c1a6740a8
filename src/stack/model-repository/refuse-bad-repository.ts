import { BenchError } from '../../contract/bench-error.ts';
import { checkRepository } from './check-repository.ts';
import { printFinding } from './finding.ts';
import { readRepository } from './read-repository.ts';

/**
 * Checks a model repository before a server sees it. Raises a BenchError 'config-invalid' with every
 * mistake, its place and its mend.
 */
export async function refuseBadRepository(modelRepository: string): Promise<void> {
  const findings = checkRepository(await readRepository(modelRepository));
  if (findings.length === 0) return;
  const count = findings.length === 1 ? 'a mistake' : `${findings.length} mistakes`;
  const list = findings.map(printFinding).join('\n');
  const message = `the model repository ${modelRepository} has ${count}\n${list}`;
  throw new BenchError('config-invalid', message, { hint: 'mend the files named above' });
}
