import { BenchError, EXIT_CODE } from '../contract/bench-error.ts';
import { visible } from './visible.ts';

/**
 * What a person sees of an error, and what the process answers with. A BenchError shows its words,
 * its causes and its hint; anything else is our own defect and shows where it happened.
 */
export function describeError(error: unknown): { text: string; exitCode: number } {
  if (error instanceof BenchError) {
    const [first = '', ...more] = error.message.split('\n');
    const lines = [
      `bench: ${first}`,
      ...more.map((line) => `       ${line}`),
      ...causesOf(error).map((cause) => `  because ${cause}`),
      `  → ${error.hint}`,
    ];
    return { text: `${lines.map(visible).join('\n')}\n`, exitCode: error.exitCode };
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const report = 'This is a defect of inferbench; please report it with the lines above.';
  const text = words.split('\n').map(visible).join('\n');
  return { text: `bench: unexpected error\n${text}\n${report}\n`, exitCode: EXIT_CODE.usage };
}

function wordsOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** The chain of causes, each once, without those that only repeat the message. */
function causesOf(error: BenchError): string[] {
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'ZodError') break;
    const reasons = cause instanceof AggregateError ? cause.errors.map(wordsOf) : [cause.message];
    for (const reason of reasons) {
      const [line = ''] = reason.split('\n');
      if (line && !error.message.includes(line)) causes.push(line);
    }
  }
  return causes;
}
