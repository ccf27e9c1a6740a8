import type { Point, Verdict } from '../contract/point.ts';
import { pointsReliedOn } from '../contract/points-relied-on.ts';
import {
  type Environment,
  type ResultDocument,
  resultDocumentSchema,
  SCHEMA_VERSION,
  type Target,
} from '../contract/result-document.ts';
import { isoTime } from './iso-time.ts';
import { runId } from './run-id.ts';

/** Everything that is known about a finished run. */
export interface ResultParts {
  readonly toolVersion: string;
  readonly startedAtEpochMs: number;
  readonly finishedAtEpochMs: number;
  readonly status: ResultDocument['status'];
  /** What repeats this run. */
  readonly command: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The whole configuration, as a configuration file would hold it. */
  readonly config: object;
  readonly environment: Environment;
  readonly target: Target;
  readonly points: readonly Point[];
  readonly search?: ResultDocument['search'];
  /** Loads of which nothing could be measured. */
  readonly missing: NonNullable<ResultDocument['missing']>;
  readonly exitCode: number;
}

const BAD_TO_GOOD: readonly Verdict[] = ['invalid', 'saturated', 'valid'];

/** A run as a document that the schema accepts: what is written can be read again. */
export function buildResult(parts: ResultParts): ResultDocument {
  const startedAt = isoTime(parts.startedAtEpochMs);
  return resultDocumentSchema.parse({
    schemaVersion: SCHEMA_VERSION,
    id: runId(startedAt, parts),
    tool: { name: 'inferbench', version: parts.toolVersion },
    startedAt,
    finishedAt: isoTime(parts.finishedAtEpochMs),
    status: parts.status,
    command: parts.command,
    labels: parts.labels,
    config: parts.config,
    environment: parts.environment,
    target: parts.target,
    points: parts.points,
    ...(parts.missing.length > 0 && { missing: parts.missing }),
    ...(parts.search && { search: parts.search }),
    verdict: worstOf(pointsReliedOn(parts.points, parts.search)),
    exitCode: parts.exitCode,
  });
}

/** A document without points measured nothing, so there is nothing in it to believe. */
function worstOf(points: readonly Point[]): Verdict {
  const found = BAD_TO_GOOD.find((verdict) => points.some((point) => point.verdict === verdict));
  return found ?? 'invalid';
}
