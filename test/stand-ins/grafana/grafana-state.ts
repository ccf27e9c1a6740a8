import { type Quirks, quirksOf } from './quirks.ts';
import type { GrafanaSettings, Role } from './settings.ts';

export type Json = Record<string, unknown>;

export interface Token {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  readonly created: number;
  /** Milliseconds since 1970; null: never. */
  readonly expires: number | null;
}

export interface ServiceAccount {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  role: Role;
  isDisabled: boolean;
  readonly tokens: Token[];
}

export interface DataSource {
  readonly id: number;
  readonly uid: string;
  readonly readOnly: boolean;
  version: number;
  settings: Json;
}

export interface Dashboard {
  readonly id: number;
  readonly uid: string;
  readonly provisioned: boolean;
  version: number;
  model: Json;
}

export interface Annotation {
  readonly id: number;
  dashboardUID: string;
  time: number;
  timeEnd: number;
  tags: readonly string[];
  text: string;
}

export interface Snapshot {
  readonly id: number;
  readonly key: string;
  readonly deleteKey: string;
  readonly name: string;
  readonly created: number;
  readonly expires: number;
  readonly dashboard: Json;
}

/** Everything a Grafana keeps in its database. */
export class GrafanaState {
  readonly settings: GrafanaSettings;
  readonly quirks: Quirks;
  readonly serviceAccounts: ServiceAccount[] = [];
  readonly dataSources: DataSource[] = [];
  readonly dashboards: Dashboard[] = [];
  readonly annotations: Annotation[] = [];
  readonly snapshots: Snapshot[] = [];
  healthAnswers = 0;
  #lastId = 40;

  constructor(settings: GrafanaSettings) {
    this.settings = settings;
    this.quirks = quirksOf(settings.version);
    for (const { uid, ...given } of settings.provisionedDataSources) {
      const name = { id: this.nextId(), uid: String(uid), readOnly: true, version: 1 };
      this.dataSources.push({ ...name, settings: { jsonData: {}, ...given } });
    }
    for (const model of settings.provisionedDashboards) {
      const name = { id: this.nextId(), uid: String(model.uid), provisioned: true, version: 1 };
      this.dashboards.push({ ...name, model: { ...model } });
    }
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  now(): number {
    return this.settings.nowEpochMs();
  }
}
