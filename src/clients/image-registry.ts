import { z } from 'zod';
import { type HttpAnswer, httpText } from './http-text.ts';
import { type ImageName, imageName } from './image-name.ts';
import { isLoopback } from './loopback.ts';

/** A size is nice to know and nothing to wait for. */
const TIMEOUT_MS = 5000;
const MAX_BYTES = 4 * 1024 * 1024;
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const manifest = z.object({
  config: z.object({ size: z.number() }),
  layers: z.array(z.object({ size: z.number() })),
});
const platforms = z.object({
  manifests: z.array(
    z.object({
      digest: z.string(),
      platform: z.object({ architecture: z.string(), os: z.string() }).optional(),
    }),
  ),
});
const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/**
 * Bytes of an image's compressed layers for Linux on `architecture` (amd64, arm64), as its registry
 * tells anybody; null where it does not. OCI distribution specification, "Pulling manifests".
 */
export async function imageSize(image: string, architecture: string): Promise<number | null> {
  const name = imageName(image);
  try {
    const first = JSON.parse(await manifestOf(name, name.reference));
    const list = platforms.safeParse(first);
    if (!list.success) return sizeOf(first);
    const fits = list.data.manifests.find(
      ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
    );
    return fits ? sizeOf(JSON.parse(await manifestOf(name, fits.digest))) : null;
  } catch {
    return null;
  }
}

function sizeOf(answer: unknown): number {
  const { config, layers } = manifest.parse(answer);
  return layers.reduce((sum, { size }) => sum + size, config.size);
}

async function manifestOf({ registry, repository }: ImageName, reference: string): Promise<string> {
  const scheme = isLoopback(new URL(`http://${registry}`).hostname) ? 'http' : 'https';
  const url = `${scheme}://${registry}/v2/${repository}/manifests/${reference}`;
  const first = await get(url, { accept: ACCEPT });
  if (first.status === 200) return first.body;
  if (first.status !== 401) throw new Error(`status ${first.status}`);
  const token = await anonymousToken(first.challenge ?? '', scheme);
  const second = await get(url, { accept: ACCEPT, authorization: `Bearer ${token}` });
  if (second.status !== 200) throw new Error(`status ${second.status}`);
  return second.body;
}

/** What a registry gives to everybody who asks where its 401 says to ask. */
async function anonymousToken(challenge: string, scheme: string): Promise<string> {
  const parts = [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]);
  const { realm = '', ...query } = Object.fromEntries(parts) as Record<string, string>;
  if (!/^Bearer /i.test(challenge) || new URL(realm).protocol !== `${scheme}:`) {
    throw new Error(`no way in: ${challenge}`);
  }
  const url = new URL(realm);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  const { token, access_token } = tokenAnswer.parse(JSON.parse((await get(url.href, {})).body));
  return token ?? access_token ?? '';
}

function get(url: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
  return httpText('GET', url, { headers, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
}
