import type { VerdictRule } from './run-facts.ts';

/** The server restarted, or reloaded the model, while it was measured. */
export const serverRestart: VerdictRule = ({ server }) => ({
  rule: 'server-restart',
  verdict: 'invalid',
  title: 'The server restarted or reloaded the model',
  value: server === null ? 'not known' : server.restarted ? 'restarted' : 'no restart seen',
  limit: 'none inside the measured phase',
  fired: server?.restarted ?? false,
  ...(server === null && { judged: false as const }),
});
