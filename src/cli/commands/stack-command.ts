import { Command } from 'commander';
import type { Outside } from '../outside.ts';
import { stackDownCommand } from './stack-down-command.ts';
import { stackLogsCommand } from './stack-logs-command.ts';
import { stackStatusCommand } from './stack-status-command.ts';
import { stackUpCommand } from './stack-up-command.ts';

/** `bench stack`: Triton, Prometheus and Grafana on this machine. */
export function stackCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  return new Command('stack')
    .description('Triton, Prometheus and Grafana on this machine: start, look, take away')
    .addCommand(stackUpCommand(outside))
    .addCommand(stackStatusCommand(outside, finish))
    .addCommand(stackLogsCommand(outside))
    .addCommand(stackDownCommand(outside));
}
