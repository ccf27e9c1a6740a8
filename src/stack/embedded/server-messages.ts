import type { BenchErrorCode } from '../../contract/bench-error.ts';

/** Where the embedded server listens on 127.0.0.1; 0 asks the kernel for a free port. */
export interface ServerPorts {
  readonly http: number;
  readonly grpc: number;
  readonly metrics: number;
}

/** What the child process is told, as JSON in its first argument. */
export interface ServerOptions {
  /** Absolute path. */
  readonly modelRepository: string;
  readonly ports: ServerPorts;
}

/** What the child process says, once: it serves, or it cannot. */
export type ServerMessage =
  | { readonly kind: 'ready'; readonly ports: ServerPorts }
  | {
      readonly kind: 'failed';
      readonly code: BenchErrorCode;
      readonly message: string;
      readonly hint: string;
    };
