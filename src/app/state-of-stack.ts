import type { GrafanaReady } from '../report/index.ts';
import type { MonitoredStack, StackPlan } from '../stack/index.ts';
import { GRAFANA_ADMIN } from './plan-stack.ts';
import type { StackState } from './stack-state.ts';

interface StackThatIsUp {
  readonly plan: StackPlan;
  readonly stack: MonitoredStack;
  readonly grafana: GrafanaReady | null;
  readonly startedAtEpochMs: number;
}

/** What is remembered of a stack that came up. */
export function stateOf({ plan, stack, grafana, startedAtEpochMs }: StackThatIsUp): StackState {
  const { http, grpc, metrics } = stack.addresses;
  return {
    version: 1,
    name: plan.name,
    driver: stack.driver,
    startedAtEpochMs,
    modelRepository: plan.modelRepository,
    images: stack.driver === 'docker' ? imagesOf(plan, stack) : {},
    addresses: {
      ...(http !== undefined && { http }),
      ...(grpc !== undefined && { grpc }),
      ...(metrics !== undefined && { metrics }),
    },
    prometheus: stack.prometheus,
    grafana: stack.grafana && {
      ...stack.grafana,
      user: GRAFANA_ADMIN,
      password: plan.grafana?.adminPassword ?? '',
      dashboardUrl: grafana?.dashboardUrl ?? null,
      token: grafana?.token?.key ?? null,
    },
    notes: [...stack.notes],
  };
}

function imagesOf(
  { triton, prometheus, grafana }: StackPlan,
  stack: MonitoredStack,
): Record<string, string> {
  return {
    triton: triton.image,
    ...(stack.prometheus && prometheus && { prometheus: prometheus.image }),
    ...(stack.grafana && grafana && { grafana: grafana.image }),
  };
}
