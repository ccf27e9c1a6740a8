import type { ServerResponse } from 'node:http';
import {
  modelMetadata,
  modelStatistics,
  refuseModelControl,
  repositoryIndex,
  serverMetadata,
} from '../admin-answers.ts';
import type { ModelRegistry } from '../model-registry.ts';
import { Refusal } from '../refusal.ts';
import { asBoolean, memberOf } from './json-access.ts';
import { parseJson } from './parse-json.ts';
import { sendError, sendJson, sendText } from './send.ts';

/** A path of the protocol: the method that it takes, and what it answers. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Set on the infer call only, which is handled apart. */
  readonly infer?: ModelTarget;
  answer(registry: ModelRegistry, response: ServerResponse, body: Buffer): void;
}

interface ModelTarget {
  readonly name: string;
  /** Empty: the highest one. */
  readonly version: string;
}

/** Names are taken as they stand in the path, %-escapes and all, as on Triton. */
const MODEL = /^\/v2\/models\/([^/]+)(?:\/versions\/(\d+))?(?:\/(infer|ready|config|stats))?$/;
const CONTROL = /^\/v2\/repository(?:\/[^/]+)?\/models\/[^/]+\/(?:load|unload)$/;
const INDEX = /^\/v2\/repository(?:\/[^/]+)?\/index$/;

const empty = (response: ServerResponse) => sendText(response, '', 'text/plain');
const get = (answer: Route['answer']): Route => ({ method: 'GET', answer });
const post = (answer: Route['answer']): Route => ({ method: 'POST', answer });

const SERVER_ROUTES: Readonly<Record<string, Route>> = {
  '/v2': get((_, response) => sendJson(response, serverMetadata())),
  '/v2/health/live': get((_, response) => empty(response)),
  '/v2/health/ready': get((_, response) => empty(response)),
  '/v2/models/stats': get((registry, response) =>
    sendJson(response, modelStatistics(registry, '', '')),
  ),
};

/** The route of a path (without its query); undefined: there is none. */
export function routeOf(path: string): Route | undefined {
  if (Object.hasOwn(SERVER_ROUTES, path)) return SERVER_ROUTES[path];
  const model = MODEL.exec(path);
  if (model) return modelRoute({ name: model[1] ?? '', version: model[2] ?? '' }, model[3]);
  if (INDEX.test(path)) return post(answerIndex);
  if (CONTROL.test(path)) return post(() => refuseModelControl());
  return undefined;
}

function modelRoute(target: ModelTarget, what: string | undefined): Route {
  const { name, version } = target;
  switch (what) {
    case 'infer':
      return { method: 'POST', infer: target, answer: () => undefined };
    case 'ready':
      return get((registry, response) => {
        if (registry.isReady(name, version)) empty(response);
        else sendError(response, 400, 'Model version not ready');
      });
    case 'config':
      return get((registry, response) => sendJson(response, registry.find(name, version).config));
    case 'stats':
      return get((registry, response) =>
        sendJson(response, modelStatistics(registry, name, version)),
      );
    default:
      return get((registry, response) =>
        sendJson(response, modelMetadata(registry, name, version)),
      );
  }
}

/** The name of a repository in the path is not looked at, as on Triton. */
function answerIndex(registry: ModelRegistry, response: ServerResponse, body: Buffer): void {
  const ready = body.length === 0 ? undefined : memberOf(parseJson(body), 'ready');
  const onlyReady = ready !== undefined && booleanOf(ready);
  sendJson(response, repositoryIndex(registry, '', onlyReady));
}

function booleanOf(value: unknown): boolean {
  if (typeof value === 'boolean') return asBoolean(value, 'ready');
  throw new Refusal('INTERNAL', 'attempt to access JSON non-boolean as boolean');
}
