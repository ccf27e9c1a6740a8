/** The parts of a monitored stack. */
export type ServiceName = 'triton' | 'prometheus' | 'grafana';

/**
 * What to run, the same for a container and for a process of this machine: pure data, made from the
 * plan and a `Place`. How it is run is the driver's business.
 */
export interface ServiceSpec {
  readonly name: ServiceName;
  readonly image: string;
  /** Started directly by the process driver; null where only a container will do. */
  readonly bin: string | null;
  /** Words after the program; in a container the program itself stands first where the image wants it. */
  readonly args: readonly string[];
  /** May hold secrets: never printed, logged or kept in a result. */
  readonly env: Readonly<Record<string, string>>;
  /** Ports it listens on, by what they speak: http, grpc, metrics. */
  readonly ports: Readonly<Record<string, number>>;
  /** Text files it reads, by absolute path as it sees them. */
  readonly files: Readonly<Record<string, string>>;
  /** Folders of this machine it reads, as it sees them. */
  readonly readOnlyFolders: readonly { readonly host: string; readonly inside: string }[];
  /** Folder for its own data as it sees it; a volume in Docker. */
  readonly dataFolder: string | null;
  /** Path under its http port that answers 200 once it is ready. */
  readonly readyPath: string;
}

/** Where a service runs: what differs between a container and a process of this machine. */
export interface Place {
  /** Address it listens on: 0.0.0.0 in a container, 127.0.0.1 beside us. */
  readonly host: string;
  /** Port for what it speaks; in a container the well-known one. */
  readonly port: (service: ServiceName, speaks: string) => number;
  /** host:port of a neighbour as a service sees it. */
  readonly neighbour: (service: ServiceName, speaks: string) => string;
  /** This machine as a service sees it, for pages the tool itself serves. */
  readonly gateway: string;
  /** Absolute path of a service's own folder as it sees it: config, data, models. */
  readonly folder: (service: ServiceName, kind: 'config' | 'data' | 'models') => string;
}
