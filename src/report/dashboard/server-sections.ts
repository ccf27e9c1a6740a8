import type { Section } from './layout.ts';
import { serverPanel } from './panel.ts';

/** What Triton says of itself, row by row. */
export const serverSections: readonly Section[] = [
  {
    title: 'Server: requests',
    panels: [
      serverPanel('Requests served', 'Good answers each second; a batch counts once.', [
        'server.requests',
      ]),
      serverPanel(
        'Requests failed',
        'By reason, where the server tells one (Triton 24.08 and later). Only what failed after it was queued: refusals before that are not counted by Triton.',
        ['server.failures'],
      ),
      serverPanel('Inferences and executions', 'A batch of n is n inferences, and one execution.', [
        'server.inferences',
        'server.executions',
      ]),
    ],
  },
  {
    title: 'Server: where the time goes',
    panels: [
      serverPanel(
        'Mean time of a request',
        'Means: Triton tells no percentiles. The parts do not add up to the whole, because it does not time its front end.',
        [
          'server.request',
          'server.queue',
          'server.compute-input',
          'server.compute-infer',
          'server.compute-output',
        ],
      ),
      serverPanel('Mean batch size', 'Inferences for each execution.', ['server.batch-size']),
      serverPanel(
        'Requests in the server',
        'Pending: queued, as last scraped (Triton 23.09 and later). Mean: by Little’s law, from the time that requests spent in it.',
        ['server.pending', 'server.in-flight'],
      ),
      serverPanel('Cache hits', 'Share of lookups, where the response cache is on.', [
        'server.cache-hits',
      ]),
    ],
  },
  {
    title: 'Server: GPU',
    panels: [
      serverPanel('GPU utilisation', 'As the driver last told.', ['server.gpu-utilization']),
      serverPanel('GPU memory', 'Of the whole device.', [
        'server.gpu-memory-used',
        'server.gpu-memory-total',
      ]),
      serverPanel('GPU power', 'As the driver last told.', ['server.gpu-power']),
      serverPanel(
        'Energy per inference',
        'All GPUs over all models: which of several models used the energy cannot be told.',
        ['server.energy-per-inference'],
      ),
    ],
  },
  {
    title: 'Server: host',
    panels: [
      serverPanel(
        'CPU utilisation',
        'Of the whole host, the load generator included if it is there.',
        ['server.cpu-utilization'],
      ),
      serverPanel('Memory', 'Of the whole host.', ['server.memory-used', 'server.memory-total']),
    ],
  },
];
