import type { RunOptionsText } from './run-options.ts';

/** What stands in a result where a secret was. */
export const HIDDEN = '(hidden)';

/** A word of a command line or an address without the user name and password that may stand in it. */
export function withoutCredentials(word: string): string {
  return word.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/?#\s]*@/gi, `$1${HIDDEN}@`);
}

/**
 * The same options fit to be kept and shown: of headers and of Triton's environment only the names, of addresses no password.
 */
export function withoutSecrets(options: RunOptionsText): RunOptionsText {
  const { header, tritonEnv, url, grpcUrl, metricsUrl, prometheusUrl } = options;
  return {
    ...options,
    ...(header && { header: hiddenValues(header) }),
    ...(tritonEnv && { tritonEnv: hiddenValues(tritonEnv) }),
    ...(url !== undefined && { url: withoutCredentials(url) }),
    ...(grpcUrl !== undefined && { grpcUrl: withoutCredentials(grpcUrl) }),
    ...(metricsUrl !== undefined && { metricsUrl: withoutCredentials(metricsUrl) }),
    ...(prometheusUrl !== undefined && { prometheusUrl: withoutCredentials(prometheusUrl) }),
  };
}

function hiddenValues(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, HIDDEN]));
}
