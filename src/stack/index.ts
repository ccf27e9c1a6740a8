import type { RunningStack, StackRequest } from './running-stack.ts';

export type { RunningStack, StackRequest } from './running-stack.ts';
export { standInNamed } from './stand-in.ts';

/**
 * Resolves when the server can be asked. Raises a BenchError: 'stack-not-started', 'config-invalid' (the
 * model repository), 'server-unreachable' (external), 'interrupted' (the signal).
 */
export async function startStack(
  request: StackRequest,
  signal: AbortSignal,
): Promise<RunningStack> {
  // Loaded when used: commands that need no server do not pay for its modules.
  if (request.driver === 'external') {
    const { connectExternal } = await import('./drivers/external.ts');
    return connectExternal(request, signal);
  }
  const { startEmbedded } = await import('./drivers/embedded.ts');
  return startEmbedded(request, signal);
}
