import { Octokit } from '@octokit/core';
import { paginateRest } from '@octokit/plugin-paginate-rest';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import type { Deadline } from '../deadline.ts';
import { githubFetch } from './github-fetch.ts';
import { refuseDetours } from './refuse-detours.ts';

export interface GitHubAccess {
  /** https://api.github.com, or https://host/api/v3 of a GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly owner: string;
  readonly repository: string;
  readonly token: string;
  /** Waiting and trying again end with it. */
  readonly deadline: Deadline;
  readonly userAgent: string;
  /** GitHub asks for a pause, and it is kept. */
  readonly onPause: (seconds: number) => void;
  /** How long a second of waiting lasts; a test has shorter ones. */
  readonly secondMs?: number;
}

const MS_PER_SECOND = 1000;
const RETRIES = 2;
/** Counts up: calls of different clients are not spaced out from each other. */
let clients = 0;

/** An Octokit that pauses when GitHub asks for it, tries again what is safe, and prints nothing. */
export function octokitFor(access: GitHubAccess) {
  const { apiUrl, token, deadline, userAgent, onPause, secondMs = MS_PER_SECOND } = access;
  const isWorthIt = (seconds: number, _options: object, _octokit: object, tries: number) => {
    const fits = tries < RETRIES && seconds * secondMs < deadline.leftMs();
    if (fits) onPause(seconds);
    return fits;
  };
  clients += 1;
  const client = new Client({
    auth: token,
    baseUrl: apiUrl.replace(/\/+$/, ''),
    userAgent,
    request: { fetch: githubFetch(deadline) },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    retry: { retries: RETRIES, retryAfterBaseValue: secondMs },
    throttle: {
      id: String(clients),
      retryAfterBaseValue: secondMs,
      onRateLimit: isWorthIt,
      onSecondaryRateLimit: isWorthIt,
    },
  });
  refuseDetours(client, apiUrl, token);
  return client;
}

const Client = Octokit.plugin(paginateRest, retry, throttling);
const ignore = () => undefined;

export type GitHubClient = ReturnType<typeof octokitFor>;
