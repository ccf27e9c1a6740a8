import { BenchError } from '../../../contract/bench-error.ts';
import { OUTCOMES, type Outcome, type OutcomeCode } from '../../../contract/outcome.ts';
import type { EngineTarget } from '../engine.ts';

const HINTS: Partial<Record<Outcome, string>> = {
  refused: 'nothing listens there: is the server running, and is this its HTTP port?',
  dns: 'the name is not known here: is it spelled right?',
  'connect-timeout': 'nothing answered: is the address right, and does a firewall stand between?',
  tls: "trust the server's certificate with --ca file.pem, or do not check it with --insecure; a server without TLS wants http://",
};

/** Not one connection could be opened: `outcome` and `detail` are those of the last attempt. */
export function unreachable(
  target: EngineTarget,
  outcome: OutcomeCode,
  detail: string,
): BenchError {
  const scheme = target.tls ? 'https' : 'http';
  const name = target.host.includes(':') ? `[${target.host.replace(/^\[|\]$/g, '')}]` : target.host;
  const kind = OUTCOMES[outcome] ?? 'other';
  const message = `cannot connect to ${scheme}://${name}:${target.port}: ${detail || kind}`;
  const hint = HINTS[kind] ?? 'is the server running and reachable from here?';
  return new BenchError('server-unreachable', message, { hint });
}
