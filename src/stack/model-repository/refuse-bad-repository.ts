import { BenchError } from '../../contract/bench-error.ts';
import { checkRepository } from './check-repository.ts';
import { printFinding } from './finding.ts';
import { onnxLimitsOf } from './onnx-limits.ts';
import { readRepository } from './read-repository.ts';

/**
 * Checks a model repository before a server sees it. Raises a BenchError 'config-invalid' with every
 * mistake, its place and its mend.
 * @param image of the Triton that is to serve it, where it is an image
 */
export async function refuseBadRepository(modelRepository: string, image?: string): Promise<void> {
  const limits = image === undefined ? null : onnxLimitsOf(image);
  const findings = checkRepository(await readRepository(modelRepository), limits);
  if (findings.length === 0) return;
  const count = findings.length === 1 ? 'a mistake' : `${findings.length} mistakes`;
  const list = findings.map(printFinding).join('\n');
  const message = `the model repository ${modelRepository} has ${count}\n${list}`;
  throw new BenchError('config-invalid', message, { hint: 'mend the files named above' });
}
