/** A monitored stack that is to be brought up: Triton, and beside it Prometheus and Grafana where wanted. */
export interface StackPlan {
  /** Names containers, volumes and the state; lower-case letters, digits and dashes. */
  readonly name: string;
  /** Absolute; checked before a server sees it. */
  readonly modelRepository: string;
  /** Absolute, 0700, this stack's own: generated files, logs, process ids. The driver makes and removes it. */
  readonly folder: string;
  readonly triton: TritonPlan;
  readonly prometheus: PrometheusPlan | null;
  readonly grafana: GrafanaPlan | null;
  /** When images are pulled; the process driver pulls nothing. */
  readonly pull: 'never' | 'missing' | 'always';
  /** Docker: the user-defined bridge. */
  readonly network: string;
  /**
   * Docker: 'well-known' publishes 8000, 8001, 8002, 9090 and 3000 and refuses when somebody has one;
   * 'free' takes any. The process driver takes free ones.
   */
  readonly ports: 'well-known' | 'free';
  readonly readyTimeoutMs: number;
}

/** How Triton is to be run. */
export interface TritonPlan {
  readonly image: string;
  /** Name on PATH, or a path; a wrapper script will do. */
  readonly bin: string;
  /** auto: all where the engine has any; else all, none or a list of device ids. */
  readonly gpus: 'auto' | 'all' | 'none' | readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How Prometheus is to be run; its configuration comes as data. */
export interface PrometheusPlan {
  readonly image: string;
  readonly bin: string;
  /** prometheus.yml for a Triton whose metrics page is at this host:port, as Prometheus sees it. */
  readonly configFor: (place: { readonly triton: string; readonly gateway: string }) => string;
}

/** How Grafana is to be run; provisioning comes as data. */
export interface GrafanaPlan {
  readonly image: string;
  /** Random for each stack; goes into the environment of the container and nowhere else. */
  readonly adminPassword: string;
  /** Files under /etc/grafana and /var/lib/grafana, by absolute path, for a Prometheus at this URL. */
  readonly filesFor: (prometheusUrl: string) => Readonly<Record<string, string>>;
}
