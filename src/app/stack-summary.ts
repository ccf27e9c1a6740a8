import { type FoundStack, isWhole } from './find-stack.ts';

/** A stack as a person or a script is told of it. */
export interface StackSummary {
  readonly name: string;
  readonly driver: 'docker' | 'process';
  /** All that was begun of it runs. */
  readonly running: boolean;
  /** Null where it never came up whole. */
  readonly startedAtEpochMs: number | null;
  readonly services: readonly {
    readonly name: string;
    readonly state: string;
    /** By what is spoken there: http, grpc, metrics. */
    readonly addresses: Readonly<Record<string, string>>;
  }[];
  readonly grafana: GrafanaAccess | null;
  readonly notes: readonly string[];
}

interface GrafanaAccess {
  readonly user: string;
  /** Only where secrets were asked for. */
  readonly password: string | null;
  readonly dashboardUrl: string | null;
}

export function summaryOf(found: FoundStack, showsSecrets: boolean): StackSummary {
  const { name, driver, services, state } = found;
  const grafana = state?.grafana ?? null;
  return {
    name,
    driver: driver.name,
    running: isWhole(found),
    startedAtEpochMs: state?.startedAtEpochMs ?? null,
    services: services.map((service) => ({
      name: service.name,
      state: service.state,
      addresses: service.addresses,
    })),
    grafana: grafana && {
      user: grafana.user,
      password: showsSecrets ? grafana.password : null,
      dashboardUrl: grafana.dashboardUrl,
    },
    notes: state?.notes ?? [],
  };
}
