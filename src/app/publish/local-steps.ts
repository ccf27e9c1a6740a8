import type { PublishStep } from '../../report/index.ts';
import { addToSummary, type CommentSubject, commentText, keepText } from '../../report/index.ts';

const WHOLE = () => true;

/** All texts in one file, uncut. */
export async function fileStep(
  path: string,
  subjects: readonly CommentSubject[],
  cwd: string,
): Promise<PublishStep> {
  const text = subjects.map((subject) => commentText(subject, WHOLE)).join('\n');
  const step = { target: 'file', jobKey: null, url: null } as const;
  try {
    const file = await keepText(path, text, cwd);
    return { ...step, state: 'done', words: `text written to ${file}` };
  } catch (error) {
    return { ...step, state: 'failed', words: `no text in ${path}: ${wordsOf(error)}` };
  }
}

/** One job in the summary of the workflow's job. */
export async function summaryStep(file: string, subject: CommentSubject): Promise<PublishStep> {
  const { jobKey } = subject;
  const step = { target: 'job-summary', jobKey, url: null } as const;
  try {
    await addToSummary(file, (fits) => commentText(subject, fits));
    return { ...step, state: 'done', words: `${jobKey}: in the job summary` };
  } catch (error) {
    const words = `${jobKey}: not in the job summary: ${wordsOf(error)}`;
    return { ...step, state: 'failed', words };
  }
}

function wordsOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
