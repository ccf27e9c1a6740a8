import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scrapeConfig } from '../../src/report/index.ts';
import type { PrometheusPlan, StackPlan } from '../../src/stack/stack-plan.ts';
import { aStackPlan } from './a-stack-plan.ts';
import { IMAGES } from './docker-engine.ts';
import { packageRoot } from './package-root.ts';

/** Prometheus from the test's own image, scraping Triton twice a second. */
export const PROMETHEUS: PrometheusPlan = {
  image: IMAGES.prometheus,
  bin: 'prometheus',
  configFor: ({ triton }) =>
    scrapeConfig({ scrapeIntervalMs: 500, jobs: [{ name: 'triton', target: triton }] }),
};

/** A plan of the test's own images: a real Triton with a model of numpy alone; the rest as wished. */
export function dockerPlan(wish: Parameters<typeof aStackPlan>[0] = {}): StackPlan {
  return aStackPlan({
    modelRepository: `${packageRoot}test/real/numpy-repository`,
    folder: join(tmpdir(), `bench-docker-stack-${randomUUID()}`),
    network: 'bench-test-net',
    ...wish,
  });
}
