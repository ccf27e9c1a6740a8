import { mkdir, rm } from 'node:fs/promises';
import { BenchError } from '../../../contract/bench-error.ts';
import type { MonitoredStack, ServiceAddress } from '../../running-stack.ts';
import type { StackPlan } from '../../stack-plan.ts';
import type { StackEvents } from '../stack-driver.ts';
import { type BringUp, type BroughtUp, bringUp, interrupted } from './bring-up.ts';
import type { Engine } from './connect-engine.ts';
import { publishedAddresses } from './container-addresses.ts';
import { containerPlace } from './container-place.ts';
import { dockerStack } from './docker-stack.ts';
import { ensureImage } from './ensure-image.ts';
import { findStack } from './find-stack.ts';
import { loadAddresses } from './load-addresses.ts';
import { MadeThings } from './made-things.ts';
import { type StackNetwork, stackNetwork } from './stack-network.ts';

/** The engine tells the kernel's name of its architecture, a registry Go's. */
const GO_ARCHITECTURE: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/** Whom a stack is started for. */
export interface StackStart {
  readonly engine: Engine;
  readonly plan: StackPlan;
  readonly events: StackEvents;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
}

/**
 * Images, network, containers; what was made is removed again when a step fails or the signal comes.
 * @throws BenchError 'stack-not-started', 'interrupted'
 */
export async function startStack(start: StackStart): Promise<MonitoredStack> {
  const { engine, plan, events, signal, nowMs } = start;
  await refuseLeftovers(start);
  const made = new MadeThings();
  const watch = new AbortController();
  const end = async () => {
    watch.abort();
    for (const problem of await made.removeAll()) events.onWarning(problem);
    await rm(plan.folder, { recursive: true, force: true });
  };
  try {
    await mkdir(plan.folder, { recursive: true, mode: 0o700 });
    await ensureImages(start);
    const network = await joinNetwork(start, made);
    const up: BringUp = {
      engine,
      plan,
      network,
      place: containerPlace(network),
      events,
      onMade: made.add,
      watch: watch.signal,
      signal,
      budget: AbortSignal.timeout(plan.readyTimeoutMs),
      nowMs,
    };
    return await stackOf(start, up, await bringUp(up), { watch, end });
  } catch (error) {
    await end();
    throw error;
  }
}

async function refuseLeftovers({ engine, plan: { name } }: StackStart): Promise<void> {
  if ((await findStack(engine.docker, name)) === null) return;
  const message = `there is a stack named "${name}" already, or what is left of one`;
  throw new BenchError('stack-not-started', message, {
    hint: `bench stack down --name ${name} takes it away`,
  });
}

async function ensureImages({ engine, plan, events, signal, nowMs }: StackStart): Promise<void> {
  const images = [plan.triton.image, plan.prometheus?.image, plan.grafana?.image];
  for (const image of new Set(images)) {
    if (image === undefined) continue;
    const startMs = nowMs();
    const onSize = (detail: string) => events.onStep('pull', detail, nowMs() - startMs);
    const wasPulled = await ensureImage(engine.docker, {
      image,
      pull: plan.pull,
      architecture: GO_ARCHITECTURE[engine.info.Architecture] ?? engine.info.Architecture,
      events,
      onSize,
      signal,
    });
    events.onStep('image', `${image} ${wasPulled ? 'pulled' : 'is there'}`, nowMs() - startMs);
    if (signal.aborted) throw interrupted();
  }
}

async function joinNetwork(start: StackStart, made: MadeThings): Promise<StackNetwork> {
  const { engine, plan, events, nowMs } = start;
  const startMs = nowMs();
  const network = await stackNetwork(engine, plan);
  if (network.isOurs) {
    made.add(`network ${network.name}`, () => engine.docker.getNetwork(network.id).remove());
  }
  const whose = network.isOurs ? 'made' : 'was there and stays';
  events.onStep('network', `${network.name} ${whose}`, nowMs() - startMs);
  return network;
}

async function stackOf(
  { engine, events }: StackStart,
  { place, watch: watching }: BringUp,
  { triton, others, notes }: BroughtUp,
  { watch, end }: { watch: AbortController; end: () => Promise<void> },
): Promise<MonitoredStack> {
  const load = await loadAddresses(engine, triton.inspected);
  for (const { name, exited } of others) {
    void exited.then((how) => {
      if (!watching.aborted) events.onWarning(`the container ${name} ${how}`);
    });
  }
  const address = (service: 'prometheus' | 'grafana'): ServiceAddress | null => {
    const container = others.find((other) => other.service === service);
    const http = container && publishedAddresses(service, container.inspected).http;
    if (http === undefined) return null;
    return { public: http, inNetwork: `http://${place.neighbour(service, 'http')}` };
  };
  return dockerStack({
    docker: engine.docker,
    triton,
    addresses: load.addresses,
    prometheus: address('prometheus'),
    grafana: address('grafana'),
    notes: load.note === null ? notes : [...notes, load.note],
    watch,
    end,
  });
}
