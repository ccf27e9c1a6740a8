import { z } from 'zod';
import { shapes } from '../option-texts.ts';

const text = z.string().min(1);

/** What one request is: protocol, model, tensors. */
export const requestOptions = {
  protocol: z
    .enum(['http', 'grpc'])
    .default('http')
    .meta({ group: 'Request', description: 'KServe v2 over HTTP/1.1 or over gRPC' }),
  model: text.optional().meta({
    group: 'Request',
    placeholder: 'name',
    description: 'model to ask (default: the first that is ready and suitable)',
  }),
  modelVersion: z.string().regex(/^\d+$/, 'must be a whole number').optional().meta({
    group: 'Request',
    placeholder: 'n',
    description: "version of the model (default: the server's choice)",
  }),
  batchSize: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .meta({ group: 'Request', placeholder: 'n', description: 'inferences in one request' }),
  tensorFormat: z
    .enum(['binary', 'json'])
    .default('binary')
    .meta({ group: 'Request', description: 'how tensors travel over http; json measures parsing' }),
  inputData: text.default('auto').meta({
    group: 'Request',
    placeholder: 'auto|random|zero|path',
    description:
      'values sent: the digits where the model takes them, else random; a path names a JSON file as perf_analyzer reads it, or a folder with a file for each input',
  }),
  shape: shapes.default([]).meta({
    group: 'Request',
    placeholder: 'name:sizes',
    description: 'sizes of an input whose dimensions are open, such as image:3,224,224',
  }),
  requestParameter: z.record(z.string(), z.string()).default({}).meta({
    group: 'Request',
    placeholder: 'name=value',
    description: 'parameter of every request, such as timeout=500000',
  }),
  priority: z.int().min(0).max(4_294_967_295).optional().meta({
    group: 'Request',
    placeholder: 'n',
    description: "priority of every request where the model's queue has levels; 1 is the highest",
  }),
};
