import type { ServerAccess, ServerAddresses } from '../contract/measurements.ts';
import type { ServerPorts } from './embedded/server-messages.ts';

/** What single server a run is to have; a whole stack is a `StackPlan`. */
export interface StackRequest {
  readonly driver: 'embedded' | 'external';
  /** External: where the server is. */
  readonly addresses?: ServerAddresses;
  /** External: nobody gave the gRPC address; it is tried, but what is wrong with it is not said. */
  readonly grpcIsGuess?: boolean;
  /** External: headers of the calls, and whom to trust. */
  readonly access?: ServerAccess;
  /** Embedded: absolute path. */
  readonly modelRepository: string;
  /** Embedded; free ones where not given. */
  readonly ports?: ServerPorts;
  readonly readyTimeoutMs: number;
  /** External: how long nothing may answer at all (default 2 s: a wrong address never will). */
  readonly silentTimeoutMs?: number;
}

/** Base URLs of a service beside Triton: from this machine, and from its neighbours. */
export interface ServiceAddress {
  readonly public: string;
  readonly inNetwork: string;
}

/** A server that can be asked. Disposing ends what was started, and nothing else. */
export interface RunningStack extends AsyncDisposable {
  readonly driver: 'embedded' | 'external' | 'process' | 'docker';
  /** Set when the server is not the real thing, e.g. 'embedded CPU stand-in, not Triton'. */
  readonly standIn: string | null;
  readonly addresses: ServerAddresses;
  /** The server's last lines; empty where nobody can see them. */
  logTail(): readonly string[];
  /** Resolves with a sentence (incl. last log lines) if the server dies by itself. */
  readonly died: Promise<string>;
}

/** A whole stack that a driver brought up, or found running. */
export interface MonitoredStack extends RunningStack {
  readonly driver: 'process' | 'docker';
  readonly prometheus: ServiceAddress | null;
  readonly grafana: ServiceAddress | null;
  /** What a reader of the result must know: the published port was used, no GPU was found. */
  readonly notes: readonly string[];
  /** After this, disposing ends nothing: the stack stays up until `bench stack down`. */
  keep(): void;
}
