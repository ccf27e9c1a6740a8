import { z } from 'zod';

const text = z.string().min(1);

/** What is kept of a run, and where. */
export const resultOptions = {
  label: z
    .record(z.string(), z.string())
    .default({})
    .meta({ group: 'Result', placeholder: 'key=value', description: 'note kept with the result' }),
  samples: text.optional().meta({
    group: 'Result',
    placeholder: 'file',
    description:
      "file to keep every request's stamps and outcome in, for bench report --samples; requests then carry an id",
  }),
  reports: text.default('reports').meta({
    group: 'Result',
    placeholder: 'folder',
    description: 'folder that results are written to',
  }),
  write: z
    .array(z.enum(['csv', 'junit', 'hgrm', 'hlog']))
    .default([])
    .meta({
      group: 'Result',
      placeholder: 'list',
      description: 'further files beside the result: csv, junit, hgrm, hlog',
    }),
};
