import { isLoopbackAddress, printListenAddress } from '../contract/listen-address.ts';
import type { RunConfig } from '../contract/run-config.ts';
import type { RunningStack } from '../stack/index.ts';
import type { RunEvents } from './run-events.ts';

/** Says so where the Prometheus of the stack cannot see the page of --expose: it would be missed in silence. */
export function warnOfHiddenPage(
  { expose }: Pick<RunConfig, 'expose'>,
  { driver }: Pick<RunningStack, 'driver'>,
  { onWarning }: RunEvents,
): void {
  if (driver !== 'docker' || !expose || !isLoopbackAddress(expose)) return;
  const where = printListenAddress(expose);
  const way = `give --expose 0.0.0.0:${expose.port}, or the address of its network's gateway`;
  onWarning?.(`the Prometheus of this stack is in a container and cannot read ${where}; ${way}`);
}
