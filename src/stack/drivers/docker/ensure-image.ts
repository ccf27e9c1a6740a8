import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { imageSize } from '../../../clients/image-registry.ts';
import { BenchError } from '../../../contract/bench-error.ts';
import type { StackPlan } from '../../stack-plan.ts';
import type { StackEvents } from '../stack-driver.ts';
import { engineStatus, engineWords } from './engine-error.ts';
import { PullProgress } from './pull-progress.ts';

/** One image that has to be there, and who is told how it gets there. */
export interface WantedImage {
  readonly image: string;
  readonly pull: StackPlan['pull'];
  /** The engine's, as Go names it: amd64, arm64. */
  readonly architecture: string;
  readonly events: Pick<StackEvents, 'onPull'>;
  /** Told before the first byte is pulled: how much that will be, where the registry tells. */
  readonly onSize: (detail: string) => void;
  readonly signal: AbortSignal;
}

const BYTES_PER_MB = 1e6;

/**
 * Sees to it that the engine has an image; resolves with whether it was pulled.
 * @throws BenchError 'stack-not-started' with the engine's own words, 'interrupted'
 */
export async function ensureImage(docker: Docker, wanted: WantedImage): Promise<boolean> {
  const { image, pull } = wanted;
  if (pull !== 'always' && (await hasImage(docker, image))) return false;
  if (pull === 'never') {
    throw new BenchError('stack-not-started', `the Docker engine has no image ${image}`, {
      hint: `docker pull ${image}, or let it be pulled with --pull missing`,
    });
  }
  const bytes = await imageSize(image, wanted.architecture);
  if (bytes !== null) wanted.onSize(`${image}: ${Math.ceil(bytes / BYTES_PER_MB)} MB compressed`);
  await pullImage(docker, wanted);
  return true;
}

/** Whether the engine has it. */
export async function hasImage(docker: Docker, image: string): Promise<boolean> {
  try {
    await docker.getImage(image).inspect();
    return true;
  } catch (error) {
    if (engineStatus(error) === 404) return false;
    throw notPulled(image, engineWords(error), error);
  }
}

async function pullImage(docker: Docker, { image, events, signal }: WantedImage): Promise<void> {
  const progress = new PullProgress((layer, doneBytes, totalBytes) =>
    events.onPull(image, layer, doneBytes, totalBytes),
  );
  try {
    const answer = await docker.pull(withTag(image), { abortSignal: signal });
    // Closing the connection is what stops the engine's pulling.
    for await (const chunk of answer as Readable) progress.take(String(chunk));
    progress.end();
  } catch (cause) {
    if (signal.aborted) {
      const message = `interrupted while ${image} was pulled`;
      throw new BenchError('interrupted', message, { hint: 'layers that are there are kept' });
    }
    throw notPulled(image, engineWords(cause), cause);
  }
  if (progress.error !== null) throw notPulled(image, progress.error);
}

/** Without a tag the engine would pull all there are. */
function withTag(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  return /[:@]/.test(last) ? image : `${image}:latest`;
}

function notPulled(image: string, words: string, cause?: unknown): BenchError {
  const message = `the image ${image} is not there and cannot be pulled: ${words}`;
  return new BenchError('stack-not-started', message, {
    hint: `check its name and this machine's way to the registry: docker pull ${image}`,
    cause,
  });
}
