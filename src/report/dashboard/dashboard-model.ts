/**
 * What we write of Grafana's dashboard model, version 1 (schemaVersion 41): the keys that panels,
 * rows and variables cannot do without. The rest is filled in by Grafana.
 */

interface DataSourceRef {
  readonly type: string;
  readonly uid: string;
}

export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Target {
  readonly refId: string;
  readonly datasource: DataSourceRef;
  readonly expr: string;
  readonly legendFormat: string;
  readonly range: true;
  readonly instant: false;
  readonly editorMode: 'code';
}

/** A panel before it has a place. */
export interface PanelBody {
  readonly type: 'timeseries';
  readonly title: string;
  readonly description: string;
  readonly datasource: DataSourceRef;
  readonly fieldConfig: {
    readonly defaults: {
      readonly unit: string;
      readonly min: number;
      readonly max?: number;
      readonly custom: Readonly<Record<string, unknown>>;
    };
    readonly overrides: readonly [];
  };
  readonly options: Readonly<Record<string, unknown>>;
  readonly targets: readonly Target[];
}

export interface Panel extends PanelBody {
  readonly id: number;
  readonly gridPos: GridPos;
}

export interface Row {
  readonly id: number;
  readonly type: 'row';
  readonly title: string;
  readonly collapsed: false;
  readonly panels: readonly [];
  readonly gridPos: GridPos;
}

export interface Variable {
  readonly name: string;
  readonly label: string;
  readonly type: 'datasource' | 'query';
  readonly [key: string]: unknown;
}

export interface Dashboard {
  readonly id: null;
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly schemaVersion: number;
  readonly version: number;
  readonly timezone: 'browser';
  readonly editable: true;
  readonly graphTooltip: number;
  readonly refresh: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly Readonly<Record<string, unknown>>[] };
  readonly panels: readonly (Panel | Row)[];
}
