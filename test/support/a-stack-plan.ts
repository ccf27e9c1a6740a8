import type { StackPlan, TritonPlan } from '../../src/stack/stack-plan.ts';

/** What a test says about the stack it wants; the rest is as below. */
type StackWish = Partial<Omit<StackPlan, 'triton'>> & { readonly triton?: Partial<TritonPlan> };

/** A plan of Triton alone, without images that anybody has. */
export function aStackPlan({ triton, ...wish }: StackWish = {}): StackPlan {
  return {
    name: 'default',
    modelRepository: '/models',
    folder: '/state/stacks/default',
    triton: {
      image: 'bench-test/triton:1',
      bin: 'tritonserver',
      gpus: 'none',
      args: [],
      env: {},
      ...triton,
    },
    prometheus: null,
    grafana: null,
    pull: 'never',
    network: 'ai-monitor-net',
    ports: 'free',
    readyTimeoutMs: 120_000,
    ...wish,
  };
}
