import type { DeviceRequest } from 'dockerode';
import type { TritonPlan } from '../../stack-plan.ts';
import type { EngineInfo } from './connect-engine.ts';

/** What Triton's container asks of the engine, and what is said of it. */
export interface GpuRequest {
  readonly requests: readonly DeviceRequest[];
  /** Shown as a step's detail. */
  readonly detail: string;
  /** What a reader of the result must know; null where nothing is out of the ordinary. */
  readonly note: string | null;
}

/**
 * The same words as `docker run --gpus` sends. 'auto' asks where the engine has NVIDIA's runtime or
 * knows GPUs by the Container Device Interface; what is asked for by name is asked in any case, so that
 * the engine itself says why not.
 */
export function gpuRequest(gpus: TritonPlan['gpus'], info: EngineInfo): GpuRequest {
  if (gpus === 'none') return { requests: [], detail: 'no GPU, as asked', note: null };
  if (gpus === 'auto') return automatic(info);
  if (gpus === 'all') return { requests: [request(-1, null)], detail: 'all GPUs', note: null };
  return { requests: [request(0, gpus)], detail: `GPUs ${gpus.join(', ')}`, note: null };
}

function automatic(info: EngineInfo): GpuRequest {
  if (info.Runtimes && 'nvidia' in info.Runtimes) {
    const detail = 'all GPUs: the engine has the nvidia runtime';
    return { requests: [request(-1, null)], detail, note: null };
  }
  const devices = (info.DiscoveredDevices ?? []).map(({ ID }) => ID);
  if (devices.includes('nvidia.com/gpu=all')) {
    const cdi = { Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'] };
    return { requests: [cdi], detail: 'all GPUs: the engine knows them by CDI', note: null };
  }
  const note = 'no GPU: the Docker engine has neither the nvidia runtime nor CDI devices';
  return { requests: [], detail: note, note };
}

function request(count: number, ids: readonly string[] | null): DeviceRequest {
  // The types know no null, which is what Docker's own client sends.
  const DeviceIDs = (ids === null ? null : [...ids]) as string[];
  return { Driver: '', Count: count, DeviceIDs, Capabilities: [['gpu']], Options: {} };
}
