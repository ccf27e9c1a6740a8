import { httpText } from '../../clients/http-text.ts';
import { httpAdmin } from '../../clients/kserve-admin.ts';
import { fetchMetrics } from '../../clients/triton-metrics.ts';
import { LOOK_TIMEOUT_MS, type Look } from './look.ts';

const CALL = { timeoutMs: LOOK_TIMEOUT_MS };
/** There from the moment a model is loaded, on every release since 2.0. */
const SHOWS_A_MODEL = 'nv_inference_request_success';

/** Whether a URL answers 200. */
export async function lookAtUrl(url: string): Promise<Look<true>> {
  try {
    const { status } = await httpText('GET', url, CALL);
    return status === 200 ? { found: true } : { missing: `${url} answers with status ${status}` };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/**
 * The models that a server has ready, by its repository index. Missing as long as one of them is being
 * loaded, or none is ready and one could not be loaded. None at all is fine: with explicit model control
 * they come later.
 */
export async function lookAtModels(http: string): Promise<Look<readonly string[]>> {
  try {
    const models = await httpAdmin(http, CALL).models();
    const ready = models.filter(({ state }) => state === 'READY');
    const waiting = models.filter(
      ({ state }) => state === 'LOADING' || (state === 'UNAVAILABLE' && ready.length === 0),
    );
    if (waiting.length === 0) return { found: [...new Set(ready.map(({ name }) => name))] };
    const words = waiting.map(({ name, state, reason }) => `${name}: ${reason || state}`);
    return { missing: `models are not ready: ${words.join('; ')}` };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/** Whether a metrics page shows all these models. */
export async function lookAtMetrics(url: string, models: readonly string[]): Promise<Look<true>> {
  try {
    const samples = await fetchMetrics(url, CALL);
    const shown = new Set(
      samples.filter(({ name }) => name === SHOWS_A_MODEL).map(({ labels }) => labels.model),
    );
    const lost = models.filter((name) => !shown.has(name));
    if (lost.length === 0) return { found: true };
    return { missing: `${url} does not show ${lost.join(', ')}` };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}
