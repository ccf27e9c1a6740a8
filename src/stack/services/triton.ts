import type { StackPlan } from '../stack-plan.ts';
import type { Place, ServiceSpec } from './service-spec.ts';

/** How often Triton reads its GPU and CPU gauges; its default of 2 s is too coarse for short runs. */
const METRICS_INTERVAL_MS = 500;

/**
 * Triton on its three ports. The plan's arguments come last, where Triton takes the later of two.
 * `--metrics-address` is left out: the metrics page follows `--http-address`, and releases before
 * 23.05 refuse the option.
 */
export function tritonService({ triton, modelRepository }: StackPlan, place: Place): ServiceSpec {
  const models = place.folder('triton', 'models');
  const ports = {
    http: place.port('triton', 'http'),
    grpc: place.port('triton', 'grpc'),
    metrics: place.port('triton', 'metrics'),
  };
  return {
    name: 'triton',
    image: triton.image,
    bin: triton.bin,
    args: [
      `--model-repository=${models}`,
      `--metrics-interval-ms=${METRICS_INTERVAL_MS}`,
      `--http-address=${place.host}`,
      `--http-port=${ports.http}`,
      `--grpc-address=${place.host}`,
      `--grpc-port=${ports.grpc}`,
      `--metrics-port=${ports.metrics}`,
      ...triton.args,
    ],
    env: triton.env,
    ports,
    files: {},
    readOnlyFolders: [{ host: modelRepository, inside: models }],
    dataFolder: null,
    readyPath: '/v2/health/ready',
  };
}
