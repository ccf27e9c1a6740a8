import type { PrometheusAccess, ServerAccess } from '../contract/measurements.ts';
import type { RunConfig } from '../contract/run-config.ts';
import type { Environment } from './environment.ts';
import { tokenFrom } from './token-from.ts';

/**
 * The Prometheus of --prometheus-url, if one was named. What opens the server's door is not told to it;
 * whom to trust is the same for both.
 * @throws BenchError 'config-invalid' when its token file cannot be read
 */
export async function namedPrometheus(
  { prometheusUrl: baseUrl, prometheusTokenFile: file }: RunConfig,
  { headers: _, ...trust }: ServerAccess,
  env: Pick<Environment, 'cwd' | 'env'>,
): Promise<PrometheusAccess | undefined> {
  if (baseUrl === undefined) return undefined;
  const variable = 'INFERBENCH_PROMETHEUS_TOKEN';
  const bearerToken = await tokenFrom({ file, flag: '--prometheus-token-file', variable }, env);
  return { baseUrl, ...trust, ...(bearerToken !== undefined && { bearerToken }) };
}
