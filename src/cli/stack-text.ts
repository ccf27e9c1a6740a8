import type { StackSummary } from '../app/index.ts';
import { visible } from './visible.ts';

const NAME_COLUMNS = 12;
const STATE_COLUMNS = 9;

/** A stack in a few lines: what runs, where to open it, how to get the rest. */
export function stackText(stack: StackSummary): string {
  const { name, driver, running, startedAtEpochMs, services, grafana, notes } = stack;
  const since =
    startedAtEpochMs === null ? '' : ` since ${new Date(startedAtEpochMs).toISOString()}`;
  const lines = [
    `stack ${name}: ${running ? 'running' : 'not whole'}, ${driver}${since}`,
    ...services.map((service) => {
      const head = service.name.padEnd(NAME_COLUMNS) + service.state.padEnd(STATE_COLUMNS);
      return `  ${head}${describeAddresses(service.addresses)}`.trimEnd();
    }),
    ...(grafana ? describeGrafana(name, grafana) : []),
    ...notes.map((note) => `  note: ${note}`),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

function describeAddresses(addresses: Readonly<Record<string, string>>): string {
  return Object.entries(addresses)
    .map(([spoken, address]) => (address.includes('://') ? address : `${spoken} ${address}`))
    .join('  ');
}

function describeGrafana(
  name: string,
  { user, password, dashboardUrl }: NonNullable<StackSummary['grafana']>,
): string[] {
  const secret = password ?? `bench stack status --name ${name} --show-secrets`;
  return [
    ...(dashboardUrl === null ? [] : [`  dashboard   ${dashboardUrl}`]),
    `  to change it: user ${user}, password ${secret}`,
  ];
}
