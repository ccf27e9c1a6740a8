import { z } from 'zod';
import type { Grafana } from './grafana.ts';

/** A stretch of time with a note; without an end it is a moment. */
export interface Annotation {
  readonly timeEpochMs: number;
  readonly timeEndEpochMs?: number;
  readonly tags: readonly string[];
  readonly text: string;
}

/** Without a dashboard it belongs to the organisation and is shown where its tags are asked for. */
export async function addAnnotation(grafana: Grafana, annotation: Annotation): Promise<number> {
  const answer = await grafana.ask({
    ...{ method: 'POST', path: '/api/annotations', purpose: 'add an annotation' },
    body: bodyOf(annotation),
  });
  return answer.read(z.object({ id: z.int() })).id;
}

export async function changeAnnotation(
  grafana: Grafana,
  id: number,
  annotation: Annotation,
): Promise<void> {
  const answer = await grafana.ask({
    ...{ method: 'PATCH', path: `/api/annotations/${id}`, purpose: 'change an annotation' },
    body: bodyOf(annotation),
  });
  answer.read(z.unknown());
}

/** Whole milliseconds: others are refused. */
function bodyOf({ timeEpochMs, timeEndEpochMs, tags, text }: Annotation) {
  const timeEnd = timeEndEpochMs === undefined ? undefined : Math.round(timeEndEpochMs);
  return { time: Math.round(timeEpochMs), timeEnd, tags, text };
}
