import { Option } from 'commander';
import { BenchError } from '../../contract/bench-error.ts';
import { DEFAULT_STACK_NAME } from '../../contract/options/stack-options.ts';
import { runOptionsSchema } from '../../contract/run-options.ts';

/** --name, as the schema checks it. */
export function stackNameOption(): Option {
  return new Option('--name <name>', 'name of the stack')
    .default(DEFAULT_STACK_NAME)
    .argParser(checked);
}

function checked(name: string): string {
  const parsed = runOptionsSchema.shape.stackName.safeParse(name);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BenchError('usage', `--name: "${name}" ${issue?.message}`, {
    hint: 'bench stack status --all shows the names there are',
  });
}
