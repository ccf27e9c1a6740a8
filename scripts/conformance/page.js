const MARK = { true: 'yes', false: '**no**', undefined: '–' };

/** docs/conformance.md from what was tried. */
export function page({ machine, tools, results, stolen }) {
  return `# Conformance

The same misbehaving servers, asked by inferbench and by three tools in wide use, each started as its own manual
says. What is right is known beforehand, from what the server was told to do. Written by
\`scripts/conformance/install-peers.sh && npm run build && node scripts/conformance/run.js\`; the servers and what
must hold of ours are tests too: \`test/integration/conformance/\`.

${tools.map(({ name, version }) => `- ${name} ${version}`).join('\n')}
- ${machine}; ${stolen} % of CPU time was stolen by the hypervisor meanwhile

Each cell counts checks that hold; – where a tool has no such option.

${scoreTable(tools, results)}

"Exit" is the process's exit code. autocannon, k6 and vegeta have no opinion unless a user writes thresholds: that
a green exit means nothing by default is what the rows on exit codes show. Latencies are what the tool prints for
all requests it has numbers for. One run each, without warm-up: counts and bounds do not
depend on the machine, milliseconds do. A load average above the number of processors means that other work
held them: inferbench calls such runs invalid, and the others do not look.

${results.map((result) => section(tools, result)).join('\n')}`;
}

function scoreTable(tools, results) {
  const rows = results.map(({ scenario, tries }) => [
    scenario.title,
    ...tries.map(({ said, checks }) => {
      if (said === undefined) return '–';
      return `${checks.filter(({ holds }) => holds).length} of ${checks.length}`;
    }),
  ]);
  return table(['server or situation', ...tools.map(({ name }) => name)], rows);
}

function section(tools, { scenario, tries }) {
  const shown = tools.map((tool, i) => ({ tool, ...tries[i] })).filter(({ said }) => said);
  const errors =
    tries.some(({ saw }) => saw.p50ErrorMs !== undefined) && /Arrivals/.test(scenario.title);
  const head = ['', 'arrived', 'reported', 'failed', 'p50', 'p95', 'p99', 'exit', 'says'];
  const rows = shown.map(({ tool, said, saw }) => [
    ...[tool.name, saw.arrived, said.sent ?? '–', said.failed ?? '–'],
    ...[said.p50, said.p95, said.p99].map(time),
    ...[said.exitCode, said.says || '–'],
    ...(errors ? [`${ms(saw.p50ErrorMs)} / ${ms(saw.p99ErrorMs)}`] : []),
  ]);
  const checks = scenario.checks.map(({ what }, i) => [
    what,
    ...shown.map((tried) => MARK[tried.checks[i].holds]),
  ]);
  const extra = errors ? ['arrival error p50 / p99'] : [];
  return `## ${scenario.title}

${scenario.truth}

${table([...head, ...extra], rows)}

${table(['must hold', ...shown.map(({ tool }) => tool.name)], checks)}
`;
}

function time(value) {
  if (value === undefined) return '–';
  return `${value.beyond ? '> ' : ''}${ms(value.ms)}`;
}

function ms(value) {
  if (value === undefined) return '–';
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(2)} ms`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
