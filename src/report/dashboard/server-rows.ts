/** A chart of the server's own numbers: the live dashboard asks for them, a snapshot holds them. */
export interface ServerPanel {
  readonly title: string;
  readonly description: string;
  /** Of metric definitions, all in one unit. */
  readonly metrics: readonly [string, ...string[]];
}

/** A titled row of charts. */
interface ServerRow {
  readonly title: string;
  readonly panels: readonly ServerPanel[];
}

/** What Triton says of itself, row by row. */
export const SERVER_ROWS: readonly ServerRow[] = [
  {
    title: 'Server: requests',
    panels: [
      panel('Requests served', 'Good answers each second; a batch counts once.', [
        'server.requests',
      ]),
      panel(
        'Requests failed',
        'By reason, where the server tells one (Triton 24.08 and later). Only what failed after it was queued: refusals before that are not counted by Triton.',
        ['server.failures'],
      ),
      panel('Inferences and executions', 'A batch of n is n inferences, and one execution.', [
        'server.inferences',
        'server.executions',
      ]),
    ],
  },
  {
    title: 'Server: where the time goes',
    panels: [
      panel(
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
      panel('Mean batch size', 'Inferences for each execution.', ['server.batch-size']),
      panel(
        'Requests in the server',
        'Pending: queued, as last scraped (Triton 23.09 and later). Mean: by Little’s law, from the time that requests spent in it.',
        ['server.pending', 'server.in-flight'],
      ),
      panel('Cache hits', 'Share of lookups, where the response cache is on.', [
        'server.cache-hits',
      ]),
    ],
  },
  {
    title: 'Server: GPU',
    panels: [
      panel('GPU utilisation', 'As the driver last told.', ['server.gpu-utilization']),
      panel('GPU memory', 'Of the whole device.', [
        'server.gpu-memory-used',
        'server.gpu-memory-total',
      ]),
      panel('GPU power', 'As the driver last told.', ['server.gpu-power']),
      panel(
        'Energy per inference',
        'All GPUs over all models: which of several models used the energy cannot be told.',
        ['server.energy-per-inference'],
      ),
    ],
  },
  {
    title: 'Server: host',
    panels: [
      panel('CPU utilisation', 'Of the whole host, the load generator included if it is there.', [
        'server.cpu-utilization',
      ]),
      panel('Memory', 'Of the whole host.', ['server.memory-used', 'server.memory-total']),
    ],
  },
];

function panel(title: string, description: string, metrics: ServerPanel['metrics']): ServerPanel {
  return { title, description, metrics };
}
