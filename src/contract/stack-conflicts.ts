import type { OptionConflict } from './option-conflict.ts';
import type { RunOptions } from './run-options.ts';

const STARTED: readonly RunOptions['stack'][] = ['embedded', 'process', 'docker'];

/** Whose server, and what beside it: what cannot be said together. */
export const STACK_CONFLICTS: readonly OptionConflict[] = [
  {
    path: 'stack',
    message: 'an external server needs --url or --grpc-url',
    when: (o) => o.stack === 'external' && !o.url && !o.grpcUrl,
  },
  {
    path: 'stack',
    message: '--url names a running server, so none is started; leave out one of the two',
    when: (o) => STARTED.includes(o.stack) && isAddressed(o),
  },
  {
    path: 'keep',
    message: 'nothing is started that could be kept; add --stack process or --stack docker',
    when: (o) => o.keep && o.stack !== 'process' && o.stack !== 'docker',
  },
  {
    path: 'loadModel',
    message: 'a server of our own has its models loaded; add --url or --grpc-url, or leave it out',
    when: (o) => o.loadModel && !isAddressed(o),
  },
  {
    path: 'loadModel',
    message: 'which model? add --model',
    when: (o) => o.loadModel && o.model === undefined,
  },
  {
    path: 'prometheusTokenFile',
    message: 'a token for whom? add --prometheus-url',
    when: (o) => o.prometheusTokenFile !== undefined && o.prometheusUrl === undefined,
  },
  {
    path: 'grafanaTokenFile',
    message: 'a token for whom? add --grafana-url',
    when: (o) => o.grafanaTokenFile !== undefined && o.grafanaUrl === undefined,
  },
  ...(['readyTimeout', 'scrapeInterval'] as const).map((path) => ({
    path,
    message: 'must be more than 0',
    when: (o: RunOptions) => o[path] === 0,
  })),
];

/** Whether somebody else's server is named. */
function isAddressed({ url, grpcUrl }: RunOptions): boolean {
  return url !== undefined || grpcUrl !== undefined;
}
