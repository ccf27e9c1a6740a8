import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parse } from 'yaml';
import { readArguments } from './arguments.ts';

/** What the process driver sees of a Prometheus: it scrapes each target once and tells of it. */
const options = readArguments([
  'config.file',
  'storage.tsdb.path',
  'storage.tsdb.retention.time',
  'web.listen-address',
]);
const config = parse(readFileSync(options['config.file'] ?? '', 'utf8'));
const targets: readonly string[] = config.scrape_configs.flatMap(
  (job: { static_configs: { targets: string[] }[] }) =>
    job.static_configs.flatMap(({ targets: those }) => those),
);
const pages = new Map<string, string>();
for (const target of targets) {
  const response = await fetch(`http://${target}/metrics`);
  pages.set(target, await response.text());
}

function query(text: string): unknown[] {
  const [, instance = '', names = ''] =
    /^count\(\{instance="([^"]+)", __name__=~"([^"]+)"\}\)$/.exec(text) ?? [];
  const series = pages.get(instance)?.split('\n') ?? [];
  const found = series.filter((line) => new RegExp(`^(${names})[{ ]`).test(line));
  return found.length === 0 ? [] : [{ metric: {}, value: [0, String(found.length)] }];
}

function answerTo(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://prometheus');
  if (pathname === '/-/ready') return 'Prometheus Server is Ready.\n';
  const activeTargets = targets.map((target) => ({
    scrapeUrl: `http://${target}/metrics`,
    health: 'up',
    lastError: '',
  }));
  const isAsked = pathname === '/api/v1/query';
  const result = query(searchParams.get('query') ?? '');
  const data = isAsked ? { resultType: 'vector', result } : { activeTargets };
  return JSON.stringify({ status: 'success', data });
}

const [host = '', port = ''] = options['web.listen-address']?.split(':') ?? [];
createServer(({ url = '' }, answer) => answer.end(answerTo(url))).listen(Number(port), host);
