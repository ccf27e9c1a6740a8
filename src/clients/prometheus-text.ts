import type { MetricSample } from '../contract/measurements.ts';

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*(,?)/y;
/** A value and, in the classic format, perhaps a timestamp in milliseconds after it. */
const REST = /^[ \t]*(\S+)(?:[ \t]+-?\d+)?[ \t]*$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The samples of a page in Prometheus' text exposition format 0.0.4, in their order; timestamps are
 * read over. Throws a SyntaxError that names the first line that is none.
 */
export function parsePrometheusText(page: string): MetricSample[] {
  const samples: MetricSample[] = [];
  page.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    const sample = parseSample(line);
    if (!sample) throw new SyntaxError(`line ${index + 1} is no sample: ${line}`);
    samples.push(sample);
  });
  return samples;
}

function parseSample(line: string): MetricSample | undefined {
  NAME.lastIndex = 0;
  const name = NAME.exec(line)?.[0];
  if (name === undefined) return undefined;
  const labels: [string, string][] = [];
  const end = readLabels(line, name.length, labels);
  if (end === undefined) return undefined;
  const rest = line.slice(end);
  if (end === name.length && !/^[ \t]/.test(rest)) return undefined;
  const value = parseValue(REST.exec(rest)?.[1] ?? '');
  return value === undefined ? undefined : { name, labels: Object.fromEntries(labels), value };
}

/** Reads {…} at `start` where there is one; returns the place after it. */
function readLabels(line: string, start: number, into: [string, string][]): number | undefined {
  let at = start;
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  if (line[at] !== '{') return start;
  at += 1;
  for (let more = true; more; ) {
    LABEL.lastIndex = at;
    const label = LABEL.exec(line);
    if (!label) break;
    into.push([label[1] ?? '', unescapeLabel(label[2] ?? '')]);
    at = LABEL.lastIndex;
    more = label[3] === ',';
  }
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  return line[at] === '}' ? at + 1 : undefined;
}

function unescapeLabel(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([\\"n])/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
}

function parseValue(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text);
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?nan$/i.test(text) ? Number.NaN : undefined;
}
