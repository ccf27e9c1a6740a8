import { BenchError } from '../contract/bench-error.ts';
import type { Point } from '../contract/point.ts';
import { pointNameOf } from '../contract/point-name.ts';
import type { RunConfig } from '../contract/run-config.ts';
import type { PreparedLoad } from '../load/index.ts';
import { awaitQuiet } from '../report/index.ts';
import type { Environment } from './environment.ts';
import {
  type AskedServer,
  type MeasuredPoint,
  measurePoint,
  type RunListeners,
} from './measure-point.ts';

/** A load that left no measurement. */
interface MissingPoint {
  readonly name: string;
  readonly reason: string;
}

const QUIET_LIMIT_MS = 30_000;

/** Measures one load after the other and keeps what each left, whatever became of it. */
export class PointRow {
  readonly points: Point[] = [];
  readonly missing: MissingPoint[] = [];
  readonly #config: RunConfig;
  readonly #server: AskedServer;
  readonly #env: Environment;
  readonly #told: RunListeners;
  #firstError: BenchError | undefined;
  #interrupted = false;
  #aborted = false;
  #crashed = false;

  constructor(config: RunConfig, server: AskedServer, env: Environment, told: RunListeners) {
    this.#config = config;
    this.#server = server;
    this.#env = env;
    this.#told = told;
  }

  /** The user ended the row: nothing more is to be sent. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** A condition of --abort-on ended a load, and the row with it. */
  get aborted(): boolean {
    return this.#aborted;
  }

  /** A worker or our own server died in some load, or a load could not be sent at all. */
  get broken(): boolean {
    return this.#crashed || this.missing.length > 0;
  }

  /** Undefined when nothing could be measured; the reason is kept. */
  async measure(prepared: PreparedLoad): Promise<MeasuredPoint | undefined> {
    try {
      if (this.points.length + this.missing.length > 0) await this.#drained(prepared);
      const asked = { gates: this.#config.slo, server: this.#server, ...this.#told };
      const measured = await measurePoint(prepared, asked, this.#env);
      this.points.push(measured.point);
      this.#interrupted ||= measured.interrupted;
      this.#aborted ||= measured.aborted;
      this.#crashed ||= measured.crash !== null;
      return measured;
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      this.#miss(prepared, error);
      return undefined;
    }
  }

  /** What kept the loads from being measured when not one was; a search may want none at all. */
  get nothingMeasured(): BenchError | undefined {
    return this.points.length === 0 ? this.#firstError : undefined;
  }

  #miss({ plan }: PreparedLoad, error: BenchError): void {
    this.#firstError ??= error;
    if (error.code === 'interrupted') {
      this.#interrupted = true;
      return;
    }
    const name = pointNameOf(plan.workload);
    this.missing.push({ name, reason: error.message });
    this.#env.events.onWarning?.(`${name} was not measured: ${error.message}`);
  }

  /** What a load left in the server's queues would be the next one's latency. */
  async #drained({ plan }: PreparedLoad): Promise<void> {
    const { modelName, modelVersion } = plan.workload;
    const target = { ...this.#server, modelName, modelVersion };
    if (await awaitQuiet(target, QUIET_LIMIT_MS)) return;
    this.#env.events.onWarning?.(
      `the server is still at work ${QUIET_LIMIT_MS / 1000} s after the last load`,
    );
  }
}
