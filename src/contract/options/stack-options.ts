import { z } from 'zod';
import { DEFAULT_IMAGES } from '../default-images.ts';
import { duration, listenAddress } from '../option-texts.ts';

const text = z.string().min(1);
const group = 'Stack';
const image = z.string().regex(/^[^\s-]\S*$/, 'is no image name; write repository:tag');
const GPUS = /^(auto|all|none|[\w:.-]+(,[\w:.-]+)*)$/;

/** The stack that is meant where none is named; the one with the well-known ports. */
export const DEFAULT_STACK_NAME = 'default';

/** The servers of a run: which driver, and what it starts. `bench stack up` takes the same. */
export const stackOptions = {
  stack: z.enum(['auto', 'embedded', 'process', 'docker', 'external']).default('auto').meta({
    group,
    placeholder: 'driver',
    description:
      'embedded, process, docker, external; auto: --url where given, else a stack that bench stack up left running, else an embedded CPU stand-in',
  }),
  stackName: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 lower-case letters, digits and dashes')
    .default(DEFAULT_STACK_NAME)
    .meta({
      group,
      placeholder: 'name',
      description: 'stacks of different names live side by side',
    }),
  modelRepository: text.optional().meta({
    group,
    placeholder: 'folder',
    description: "model repository to serve (default: the package's own)",
  }),
  readyTimeout: duration.optional().meta({
    group,
    placeholder: 'time',
    description:
      'how long a server may take to be ready (default 2m; 2s where nothing answers at --url)',
  }),
  keep: z.boolean().default(false).meta({
    group,
    description: 'leave a stack that this run started running until bench stack down',
  }),
  gpus: z
    .string()
    .regex(GPUS, 'is none of auto, all, none or a list of devices such as 0,1')
    .default('auto')
    .meta({
      group,
      placeholder: 'auto|all|none|list',
      description: 'docker: GPUs for Triton; auto takes all where the engine has any',
    }),
  pull: z
    .enum(['never', 'missing', 'always'])
    .default('missing')
    .meta({ group, description: 'docker: when images are pulled' }),
  network: z
    .string()
    .regex(/^[a-zA-Z0-9][\w.-]*$/, 'is no name of a network')
    .default('ai-monitor-net')
    .meta({ group, placeholder: 'name', description: 'docker: the bridge its containers are on' }),
  tritonImage: image.default(DEFAULT_IMAGES.triton).meta({
    group,
    placeholder: 'image',
    description: 'docker: image of Triton',
  }),
  prometheusImage: image.default(DEFAULT_IMAGES.prometheus).meta({
    group,
    placeholder: 'image',
    description: 'docker: image of Prometheus',
  }),
  grafanaImage: image.default(DEFAULT_IMAGES.grafana).meta({
    group,
    placeholder: 'image',
    description: 'docker: image of Grafana',
  }),
  tritonBin: text.default('tritonserver').meta({
    group,
    placeholder: 'program',
    description: 'process: Triton, a name on PATH or a path',
  }),
  prometheusBin: text.default('prometheus').meta({
    group,
    placeholder: 'program',
    description: 'process: Prometheus, a name on PATH or a path',
  }),
  tritonArg: z.array(text).default([]).meta({
    group,
    placeholder: 'argument',
    wholeWords: true,
    description: 'further argument for Triton, such as --log-verbose=1; may be repeated',
  }),
  tritonEnv: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/), z.string())
    .default({})
    .meta({
      group,
      placeholder: 'NAME=value',
      description: 'environment variable for Triton; results keep the name alone',
    }),
  prometheus: z
    .boolean()
    .default(true)
    .meta({ group, description: 'start Prometheus beside Triton' }),
  grafana: z
    .boolean()
    .default(true)
    .meta({ group, description: 'start Grafana, which needs docker' }),
  expose: listenAddress.optional().meta({
    group,
    placeholder: '[host:]port',
    description:
      "serve a run's own metrics at /metrics while it lasts, on 127.0.0.1 unless a host is given; Prometheus reads them too",
  }),
  scrapeInterval: duration.prefault('1s').meta({
    group,
    placeholder: 'time',
    description: 'how often Prometheus reads the metrics pages',
  }),
};
