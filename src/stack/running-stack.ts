import type { ServerAccess, ServerAddresses } from '../contract/measurements.ts';
import type { ServerPorts } from './embedded/server-messages.ts';

/** What server a run is to have. */
export interface StackRequest {
  readonly driver: 'embedded' | 'external';
  /** External: where the server is. */
  readonly addresses?: ServerAddresses;
  /** External: headers of the calls, and whom to trust. */
  readonly access?: ServerAccess;
  /** Embedded: absolute path. */
  readonly modelRepository: string;
  /** Embedded; free ones where not given. */
  readonly ports?: ServerPorts;
  readonly readyTimeoutMs: number;
}

/** A server that can be asked. Disposing ends what was started, and nothing else. */
export interface RunningStack extends AsyncDisposable {
  readonly driver: 'embedded' | 'external';
  /** Set when the server is not the real thing, e.g. 'embedded CPU stand-in, not Triton'. */
  readonly standIn: string | null;
  readonly addresses: ServerAddresses;
  /** The server's last lines; empty where nobody can see them. */
  logTail(): readonly string[];
  /** Resolves with a sentence (incl. last log lines) if the server dies by itself. */
  readonly died: Promise<string>;
}
