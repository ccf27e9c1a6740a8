import type { Annotation, Json } from './grafana-state.ts';
import { Refusal } from './refusal.ts';
import {
  type Answer,
  type Call,
  jsonBody,
  ok,
  type Route,
  textField,
  wholeField,
} from './route.ts';

/** [annotations] tags_length. */
const MOST_TAG_BYTES = 500;

/** §1.7: annotations. */
export const ANNOTATION_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/annotations', needs: 'Editor', run: create },
  { method: 'PATCH', path: '/api/annotations/:id', needs: 'Editor', run: patch },
  { method: 'DELETE', path: '/api/annotations/:id', needs: 'Editor', run: remove },
  { method: 'GET', path: '/api/annotations', needs: 'Viewer', run: list },
];

function tagsOf(body: Json): readonly string[] | undefined {
  const { tags } = body;
  if (tags === undefined) return undefined;
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string')) {
    throw new Refusal(400, 'bad request data');
  }
  if (Buffer.byteLength(JSON.stringify(tags)) > MOST_TAG_BYTES) {
    throw new Refusal(400, 'tags length exceeds the maximum allowed');
  }
  return tags;
}

function create(call: Call): Answer {
  const { state } = call;
  const body = jsonBody(call);
  const text = textField(body, 'text');
  if (text === '') throw new Refusal(400, 'Failed to save annotation');
  const dashboardUID = textField(body, 'dashboardUID');
  if (dashboardUID !== '' && !state.dashboards.some(({ uid }) => uid === dashboardUID)) {
    throw new Refusal(404, 'Dashboard not found');
  }
  const time = wholeField(body, 'time') || state.now();
  const timeEnd = wholeField(body, 'timeEnd') || time;
  const id = state.nextId();
  state.annotations.push({ id, dashboardUID, time, timeEnd, tags: tagsOf(body) ?? [], text });
  return ok({ message: 'Annotation added', id });
}

function annotationOf({ params, state }: Call): Annotation {
  const found = state.annotations.find(({ id }) => String(id) === params.id);
  if (found) return found;
  throw new Refusal(404, 'Could not find annotation to update');
}

function patch(call: Call): Answer {
  const annotation = annotationOf(call);
  const body = jsonBody(call);
  annotation.text = textField(body, 'text') || annotation.text;
  annotation.time = wholeField(body, 'time') || annotation.time;
  annotation.timeEnd = wholeField(body, 'timeEnd') || annotation.timeEnd;
  annotation.tags = tagsOf(body) ?? annotation.tags;
  return ok({ message: 'Annotation patched' });
}

function remove(call: Call): Answer {
  call.state.annotations.splice(call.state.annotations.indexOf(annotationOf(call)), 1);
  return ok({ message: 'Annotation deleted' });
}

function list({ state, query }: Call): Answer {
  const tags = query.getAll('tags');
  const uid = query.get('dashboardUID') ?? '';
  const from = Number(query.get('from') ?? 0);
  const to = Number(query.get('to') ?? Number.MAX_SAFE_INTEGER);
  const isAsked = (one: Annotation) =>
    tags.every((tag) => one.tags.includes(tag)) &&
    (uid === '' || one.dashboardUID === uid) &&
    one.time <= to &&
    one.timeEnd >= from;
  return ok(state.annotations.filter(isAsked).slice(0, Number(query.get('limit') ?? 100)));
}
