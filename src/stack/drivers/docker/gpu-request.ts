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

const BY_CDI = 'nvidia.com/gpu=';
const ALL_BY_CDI = `${BY_CDI}all`;

/**
 * The same words as `docker run --gpus` sends, or the names of the Container Device Interface where the
 * engine knows GPUs only so. 'auto' asks where the engine has any; what is asked for by name is asked in
 * any case, so that the engine itself says why not.
 */
export function gpuRequest(gpus: TritonPlan['gpus'], info: EngineInfo): GpuRequest {
  if (gpus === 'none') return { requests: [], detail: 'no GPU, as asked', note: null };
  const hasRuntime = Boolean(info.Runtimes && 'nvidia' in info.Runtimes);
  const knowsByCdi = (info.DiscoveredDevices ?? []).some(({ ID }) => ID === ALL_BY_CDI);
  if (gpus === 'auto' && !hasRuntime && !knowsByCdi) {
    const why = 'the Docker engine has neither the nvidia runtime nor CDI devices';
    const note = `no GPU: ${why}; --gpus all insists`;
    return { requests: [], detail: note, note };
  }
  const ids = typeof gpus === 'string' ? null : gpus;
  const detail = ids === null ? 'all GPUs' : `GPUs ${ids.join(', ')}`;
  const request = !hasRuntime && knowsByCdi ? cdiRequest(ids) : nvidiaRequest(ids);
  return { requests: [request], detail, note: null };
}

function cdiRequest(ids: readonly string[] | null): DeviceRequest {
  const names = ids === null ? [ALL_BY_CDI] : ids.map((id) => BY_CDI + id);
  return { Driver: 'cdi', DeviceIDs: names };
}

function nvidiaRequest(ids: readonly string[] | null): DeviceRequest {
  // The types know no null, which is what Docker's own client sends.
  const DeviceIDs = (ids === null ? null : [...ids]) as string[];
  const Count = ids === null ? -1 : 0;
  return { Driver: '', Count, DeviceIDs, Capabilities: [['gpu']], Options: {} };
}
