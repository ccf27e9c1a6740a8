import { type Forge, ForgeRefusal } from '../../clients/forge.ts';
import { type CommentSubject, commentText, saysBad } from './comment-text.ts';
import { commitOutcome } from './commit-outcome.ts';
import { mendingWords } from './mending-words.ts';
import type { PublishStep } from './publish-step.ts';
import { reportLink } from './report-link.ts';
import { type PutComment, putComment } from './sticky-comment.ts';
import { FITS } from './text-limits.ts';

/** What is to be done for one job. */
export interface ForgeWishes {
  readonly request: number | null;
  /** Of the commit that a status or check is set on; null: the newest of the pull request. */
  readonly sha: string | null;
  /** What the newest commit of the pull request has to be; null: whatever it is. */
  readonly mustBe: string | null;
  readonly status: boolean;
  readonly check: boolean;
}

/** A limit that is lower than it was known to be: half of the text is tried, once. */
const CUT_SHARE = 0.5;

/** Comment, status and check of one job. What fails is a step that failed, and the others are tried all the same. */
export async function publishToForge(
  forge: Forge,
  subject: CommentSubject,
  wishes: ForgeWishes,
): Promise<PublishStep[]> {
  const steps = [await commentStep(forge, subject, wishes)];
  if (wishes.status) steps.push(await commitStep('status', forge, subject, wishes));
  if (wishes.check) steps.push(await commitStep('check', forge, subject, wishes));
  return steps;
}

async function commentStep(
  forge: Forge,
  subject: CommentSubject,
  { request, mustBe }: ForgeWishes,
): Promise<PublishStep> {
  const { jobKey } = subject;
  const step = { target: 'comment', jobKey } as const;
  if (request === null) {
    const words = `${jobKey}: no comment, this job is about no ${forge.requestWord}`;
    return { ...step, state: 'skipped', words, url: null };
  }
  const where = `${forge.requestWord} ${request}`;
  try {
    if (mustBe !== null && (await forge.headOf(request)) !== mustBe) {
      const words = `${jobKey}: no comment on ${where}: its newest commit is not the one that was measured, ${mustBe}`;
      return { ...step, state: 'failed', words, url: null };
    }
    const put = await putCutComment(forge, subject, request);
    return { ...step, state: 'done', words: doneWords(jobKey, where, put), url: put.url };
  } catch (error) {
    return failed(step, `no comment on ${where}`, forge, error);
  }
}

async function putCutComment(
  forge: Forge,
  subject: CommentSubject,
  request: number,
): Promise<PutComment> {
  const fits = forge.name === 'GitHub' ? FITS.comment : FITS.note;
  const put = (share: number) =>
    putComment(forge, request, subject.jobKey, (before) =>
      commentText({ ...subject, wasBad: before !== null && saysBad(before) }, (text) =>
        fits(text, share),
      ),
    );
  try {
    return await put(1);
  } catch (error) {
    if (error instanceof ForgeRefusal && error.kind === 'too-long') return put(CUT_SHARE);
    throw error;
  }
}

function doneWords(jobKey: string, where: string, { how, leftovers }: PutComment): string {
  const more = leftovers === 0 ? '' : `; ${leftovers} more of it were left by broken-off jobs`;
  return `${jobKey}: comment on ${where} ${how}${more}`;
}

async function commitStep(
  target: 'status' | 'check',
  forge: Forge,
  subject: CommentSubject,
  { request, sha }: ForgeWishes,
): Promise<PublishStep> {
  const { jobKey } = subject;
  const step = { target, jobKey } as const;
  const what = target === 'status' ? 'commit status' : 'check run';
  try {
    const commit = sha ?? (request === null ? null : await forge.headOf(request));
    if (commit === null) {
      const words = `${jobKey}: no ${what}, the environment names no commit`;
      return { ...step, state: 'skipped', words, url: null };
    }
    await mark(target, forge, subject, commit);
    return {
      ...step,
      state: 'done',
      words: `${jobKey}: ${what} on ${commit.slice(0, 12)}`,
      url: null,
    };
  } catch (error) {
    return failed(step, `no ${what}`, forge, error);
  }
}

async function mark(
  target: 'status' | 'check',
  forge: Forge,
  subject: CommentSubject,
  sha: string,
): Promise<void> {
  const { jobKey, documents, reportUrl } = subject;
  const { state, conclusion, title } = commitOutcome(documents);
  const url = reportUrl === null ? null : (reportLink(reportUrl)?.url ?? null);
  const name = `bench: ${jobKey}`;
  if (target === 'status') {
    await forge.setStatus({ sha, name, state, description: title, url });
    return;
  }
  const summary = commentText(subject, (text) => FITS.comment(text));
  await forge.createCheck?.({ sha, name, conclusion, title, summary, url });
}

function failed(
  step: Pick<PublishStep, 'target' | 'jobKey'>,
  what: string,
  forge: Forge,
  error: unknown,
): PublishStep {
  if (!(error instanceof ForgeRefusal)) throw error;
  const words = `${step.jobKey}: ${what}: ${error.message}${mendingWords(forge.name, error.kind)}`;
  return { ...step, state: 'failed', words, url: null };
}
