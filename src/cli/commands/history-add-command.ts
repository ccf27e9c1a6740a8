import { Command } from 'commander';
import type { Outside } from '../outside.ts';
import { visible } from '../visible.ts';
import { historyOption } from './history-options.ts';

interface AddFlags {
  readonly history: string;
  readonly series?: string;
  readonly reports: string;
}

/** `bench history add`: results become entries, each a file of its own. */
export function historyAddCommand(outside: Outside): Command {
  return new Command('add')
    .description('keep results in a history; a run that is there already is not added twice')
    .argument('<results...>', 'results: each an id, a folder, a file or "latest"')
    .addOption(historyOption())
    .option(
      '--series <name>',
      'series to add them to (default: the label "job" of each, else its model and load)',
    )
    .option('--reports <folder>', 'folder that results lie in', 'reports')
    .action((results: readonly string[], flags: AddFlags) => add(results, flags, outside));
}

async function add(
  results: readonly string[],
  { history, series, reports }: AddFlags,
  outside: Outside,
): Promise<void> {
  const { addToHistory } = await import('../../app/index.ts');
  const request = {
    results,
    series: series ?? null,
    ...{ historyFolder: history, reportsFolder: reports },
  };
  await addToHistory(request, outside, ({ name, outcome, newerEntry }) => {
    const words = outcome === 'added' ? `added ${name}` : `${name} is there already`;
    outside.stdout.write(`${visible(words)}\n`);
    if (newerEntry === null) return;
    const note = `it began before ${newerEntry}, and takes its place before it; was a clock set?`;
    outside.stderr.write(`bench: ${visible(note)}\n`);
  });
}
