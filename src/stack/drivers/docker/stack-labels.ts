import type { ServiceName } from '../../services/service-spec.ts';

/** On all that is ours, with the stack's name: by it alone a stack is found again. */
export const STACK_LABEL = 'io.inferbench.stack';
/** On a container: which service of the stack it is. */
export const SERVICE_LABEL = 'io.inferbench.service';
/** On a container: all services of its stack, joined by commas, so that a missing one is missed. */
export const SERVICES_LABEL = 'io.inferbench.services';
/** On Triton's container: what a reader of its results must know, one note a line. */
export const NOTES_LABEL = 'io.inferbench.notes';

/** The engine's filter for all that belongs to a stack. */
export function ofStack(name: string): { label: string[] } {
  return { label: [`${STACK_LABEL}=${name}`] };
}

/** A container's or volume's name. */
export function nameOf(stack: string, service: ServiceName): string {
  return `inferbench-${stack}-${service}`;
}
