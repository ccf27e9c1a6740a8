import { z } from 'zod';
import { headers, url } from '../option-texts.ts';

const text = z.string().min(1);

/** Whom it is sent to, where a server is running already. */
export const serverOptions = {
  url: url.optional().meta({
    group: 'Server',
    placeholder: 'url',
    description: 'HTTP address of a running server; then nothing is started',
  }),
  grpcUrl: text.optional().meta({
    group: 'Server',
    placeholder: 'host:port',
    description:
      'gRPC address of a running server, grpcs:// for TLS (default: 8001 beside port 8000 of --url)',
  }),
  metricsUrl: url.optional().meta({
    group: 'Server',
    placeholder: 'url',
    description: 'metrics page of a running server (default: 8002 beside port 8000 of --url)',
  }),
  header: headers.default({}).meta({
    group: 'Server',
    placeholder: 'name=value',
    description:
      'HTTP header or gRPC metadata of every request and call; results keep the name alone',
  }),
  ca: text.optional().meta({
    group: 'Server',
    placeholder: 'file',
    description: "PEM certificates to trust instead of the system's, for https:// and grpcs://",
  }),
  insecure: z
    .boolean()
    .default(false)
    .meta({ group: 'Server', description: "do not verify the server's certificate" }),
  prometheusUrl: url.optional().meta({
    group: 'Server',
    placeholder: 'url',
    description:
      'a Prometheus that scrapes the server already; its token in INFERBENCH_PROMETHEUS_TOKEN or a file',
  }),
  prometheusTokenFile: text.optional().meta({
    group: 'Server',
    placeholder: 'file',
    description: 'file that holds the bearer token for --prometheus-url',
  }),
  loadModel: z.boolean().default(false).meta({
    group: 'Server',
    description:
      'external: load --model before the run and unload it after, through the repository API',
  }),
};
