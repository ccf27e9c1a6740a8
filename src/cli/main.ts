import { CommanderError } from 'commander';
import { EXIT_CODE } from '../contract/bench-error.ts';
import { describeError } from './describe-error.ts';
import type { Outside } from './outside.ts';
import { program } from './program.ts';
import { realOutside } from './real-outside.ts';

/** Command line → exit code. The one place where an error becomes words. */
export async function main(outside: Outside = realOutside()): Promise<number> {
  let exitCode: number = EXIT_CODE.fine;
  try {
    await program(outside, (code) => {
      exitCode = code;
    }).parseAsync(outside.argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already said what it had to say; its help and version are no errors.
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT_CODE.fine : EXIT_CODE.usage;
    }
    const described = describeError(error);
    outside.stderr.write(described.text);
    return described.exitCode;
  }
}
