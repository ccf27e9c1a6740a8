import { z } from 'zod';
import { duration, url } from '../option-texts.ts';

const group = 'Grafana';

/** A Grafana that is to show the run. */
export const grafanaOptions = {
  grafanaUrl: url
    .refine((given) => !URL.canParse(given) || new URL(given).username === '', {
      error: 'keep passwords out of it; a token goes into INFERBENCH_GRAFANA_TOKEN or a file',
    })
    .optional()
    .meta({
      group,
      placeholder: 'url',
      description:
        'Grafana that gets the run as a snapshot and an annotation; its token in INFERBENCH_GRAFANA_TOKEN or a file',
    }),
  grafanaTokenFile: z.string().min(1).optional().meta({
    group,
    placeholder: 'file',
    description: 'file that holds the service account token for --grafana-url, role Editor',
  }),
  snapshotExpires: duration
    .refine((ms) => ms === 0 || ms >= 1000, { error: 'must be a second or more, or 0 for never' })
    .prefault('7d')
    .meta({
      group,
      placeholder: 'time',
      description: 'when Grafana forgets the snapshot; 0: never',
    }),
};
