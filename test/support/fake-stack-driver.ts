import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { BenchError } from '../../src/contract/bench-error.ts';
import type {
  FoundService,
  MonitoredStack,
  StackDriver,
  StackPlan,
} from '../../src/stack/index.ts';

/** How a fake driver is to behave where not well. */
export interface FakeDriverTraits {
  readonly name?: StackDriver['name'];
  readonly whyNot?: string;
  /** Raised by every method but whyNot, as by a driver whose engine is not running. */
  readonly cannotBeAsked?: BenchError;
  /** Raised by start, after which nothing of the stack is left. */
  readonly startFails?: BenchError;
  readonly notes?: readonly string[];
  /** Where its Triton answers; a made-up address where none is given. */
  readonly http?: string;
  /** Starts what stands beside Triton as the plan says; made-up addresses where it is left out. */
  readonly beside?: (plan: StackPlan) => Promise<Pick<MonitoredStack, 'prometheus' | 'grafana'>>;
}

/**
 * A driver that runs nothing but keeps the contract: a name is taken once, only what is there can be
 * joined, disposing ends what was started and not kept, nothing of a stack that failed is left.
 */
export class FakeStackDriver implements StackDriver {
  readonly name: StackDriver['name'];
  readonly plans: StackPlan[] = [];
  /** By stack name; change an entry to break a service. */
  readonly running = new Map<string, FoundService[]>();
  readonly #traits: FakeDriverTraits;

  constructor(traits: FakeDriverTraits = {}) {
    this.name = traits.name ?? 'process';
    this.#traits = traits;
  }

  readonly whyNot = async () => this.#traits.whyNot ?? null;

  readonly start: StackDriver['start'] = async (plan, events, signal) => {
    assert.equal(this.#traits.whyNot ?? null, null, 'started though it cannot be');
    assert.ok(!this.running.has(plan.name), 'a name is taken once');
    this.plans.push(plan);
    if (this.#traits.startFails) throw this.#traits.startFails;
    if (signal.aborted) throw new BenchError('interrupted', 'interrupted', { hint: 'again' });
    mkdirSync(plan.folder, { recursive: true, mode: 0o700 });
    events.onStep('triton', 'ready', 1);
    const service = (name: FoundService['name'], addresses: FoundService['addresses']) =>
      ({ name, state: 'running', addresses, id: '1' }) as const;
    this.running.set(plan.name, [
      service('triton', { http: this.#http }),
      ...(plan.prometheus ? [service('prometheus', { http: 'http://127.0.0.1:9' })] : []),
    ]);
    return { ...this.#stack(plan.name, true), ...(await this.#traits.beside?.(plan)) };
  };

  readonly find: StackDriver['find'] = async (name) => {
    this.#refuseIfAway();
    return this.running.get(name) ?? null;
  };

  readonly attach: StackDriver['attach'] = async (name) => {
    this.#refuseIfAway();
    const services = this.running.get(name) ?? [];
    assert.ok(services.length > 0 && services.every(({ state }) => state === 'running'));
    return this.#stack(name, false);
  };

  readonly logs: StackDriver['logs'] = async (name, _, service, lines) => {
    this.#refuseIfAway();
    assert.ok(this.running.has(name));
    return [`${service} one`, `${service} two`].slice(-lines);
  };

  down: StackDriver['down'] = async (name, folder) => {
    this.#refuseIfAway();
    const services = this.running.get(name) ?? [];
    this.running.delete(name);
    rmSync(folder, { recursive: true, force: true });
    return services.map((service) => `${this.name} ${service.name}`);
  };

  get #http(): string {
    return this.#traits.http ?? 'http://127.0.0.1:1';
  }

  #refuseIfAway(): void {
    if (this.#traits.cannotBeAsked) throw this.#traits.cannotBeAsked;
  }

  #stack(name: string, endsIt: boolean): MonitoredStack {
    let keeps = !endsIt;
    const hasPrometheus = this.running.get(name)?.some((one) => one.name === 'prometheus');
    const prometheus = 'http://127.0.0.1:9';
    return {
      driver: this.name,
      standIn: null,
      addresses: { http: this.#http, grpc: undefined, metrics: undefined },
      prometheus: hasPrometheus ? { public: prometheus, inNetwork: prometheus } : null,
      grafana: null,
      notes: this.#traits.notes ?? [],
      logTail: () => [],
      died: new Promise(() => undefined),
      keep: () => {
        keeps = true;
      },
      [Symbol.asyncDispose]: async () => {
        if (!keeps) this.running.delete(name);
      },
    };
  }
}
