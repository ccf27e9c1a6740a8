import { cpus, freemem, totalmem } from 'node:os';

/** The whole machine, as Triton's CPU gauges show it. */
export interface HostLoad {
  /** 0 to 1, over the time since it was last looked at. */
  readonly cpuUtilization: number;
  readonly memoryTotalBytes: number;
  readonly memoryUsedBytes: number;
}

const MIN_INTERVAL_NS = 1e9;

/** Looks at the machine when asked, at most once a second: more often, the share would be noise. */
export class HostLoadGauge {
  readonly #nowNs: () => number;
  #lookedNs: number;
  #busyMs: number;
  #totalMs: number;
  #utilization = 0;

  constructor(nowNs: () => number) {
    this.#nowNs = nowNs;
    this.#lookedNs = nowNs();
    [this.#busyMs, this.#totalMs] = cpuTimes();
  }

  read(): HostLoad {
    const nowNs = this.#nowNs();
    if (nowNs - this.#lookedNs >= MIN_INTERVAL_NS) {
      const [busyMs, totalMs] = cpuTimes();
      const passedMs = totalMs - this.#totalMs;
      this.#utilization = passedMs > 0 ? (busyMs - this.#busyMs) / passedMs : 0;
      [this.#busyMs, this.#totalMs, this.#lookedNs] = [busyMs, totalMs, nowNs];
    }
    const memoryTotalBytes = totalmem();
    return {
      cpuUtilization: this.#utilization,
      memoryTotalBytes,
      memoryUsedBytes: memoryTotalBytes - freemem(),
    };
  }
}

function cpuTimes(): [busyMs: number, totalMs: number] {
  let idleMs = 0;
  let totalMs = 0;
  for (const { times } of cpus()) {
    idleMs += times.idle;
    totalMs += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return [totalMs - idleMs, totalMs];
}
