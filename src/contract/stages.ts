import { formatDurationMs, parseDurationMs } from './units.ts';

/** A stretch of an open-loop load whose rate runs straight from one value to another. */
export interface Stage {
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
  readonly durationMs: number;
}

const STAGES_EXAMPLE = '0-200/30s,200/60s,500/5s';
const STAGE = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?\/(.+)$/;

/**
 * "0-200/30s,200/60s" → stages: a ramp from 0 to 200 requests/s in 30 s, then 200 for 60 s.
 * A string says what is wrong.
 */
export function parseStages(text: string): Stage[] | string {
  const stages: Stage[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const stage = parseStage(part);
    if (typeof stage === 'string') return stage;
    stages.push(stage);
  }
  return stageArrivals(stages) < 0.5
    ? `"${text}" sends nothing; write for example ${STAGES_EXAMPLE}`
    : stages;
}

function parseStage(part: string): Stage | string {
  const match = STAGE.exec(part);
  if (!match)
    return `"${part}" is not a stage; write rate/time or from-to/time, as in ${STAGES_EXAMPLE}`;
  const [, from = '', to = from, time = ''] = match;
  const durationMs = parseDurationMs(time);
  if (!durationMs) return `"${time}" in stage "${part}" is not a time above 0, such as 30s`;
  return { fromPerSecond: Number(from), toPerSecond: Number(to), durationMs };
}

/** Stages as a user writes them; `parseStages` reads them back. */
export function printStages(stages: readonly Stage[]): string {
  return stages
    .map(({ fromPerSecond, toPerSecond, durationMs }) => {
      const rate =
        fromPerSecond === toPerSecond ? `${toPerSecond}` : `${fromPerSecond}-${toPerSecond}`;
      return `${rate}/${formatDurationMs(durationMs)}`;
    })
    .join(',');
}

/** Expected arrivals: the area under the rate. */
export function stageArrivals(stages: readonly Stage[]): number {
  return stages.reduce(
    (sum, s) => sum + ((s.fromPerSecond + s.toPerSecond) / 2) * (s.durationMs / 1000),
    0,
  );
}
