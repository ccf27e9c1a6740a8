import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import Docker from 'dockerode';
import { imageSize } from '../../src/clients/image-registry.ts';
import { ensureImage, hasImage } from '../../src/stack/drivers/docker/ensure-image.ts';
import { tarArchive } from '../../src/stack/drivers/docker/tar-archive.ts';
import type { StackPlan } from '../../src/stack/stack-plan.ts';
import { type DockerEngine, startDockerEngine } from '../support/docker-engine.ts';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';

/** Random, so that a layer is as large compressed as it is. */
const LAYER_BYTES = 8_000_000;

let engine: DockerEngine;
let registry: DockerRegistry;
let docker: Docker;
let image: string;

before(async () => {
  engine = await startDockerEngine();
  registry = await startDockerRegistry();
  docker = new Docker({ socketPath: engine.socketPath });
  image = `${registry.address}/bench/layers:1`;
  const folder = mkdtempSync(join(tmpdir(), 'bench-layers-'));
  writeFileSync(join(folder, 'layer.tar'), tarArchive({ '/x': text(LAYER_BYTES) }));
  engine.docker('import', join(folder, 'layer.tar'), image);
  engine.docker('push', image);
  rmSync(folder, { recursive: true });
});
after(async () => {
  await registry[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

function text(bytes: number): string {
  return randomBytes(bytes / 2).toString('hex');
}

interface Ensured {
  readonly wasPulled: boolean;
  readonly sizes: readonly string[];
  readonly layers: readonly (readonly [string, number, number | null])[];
}

async function ensure(
  wanted: { image: string; pull: StackPlan['pull'] },
  onLayer: () => void = () => undefined,
  signal = new AbortController().signal,
): Promise<Ensured> {
  const sizes: string[] = [];
  const layers: [string, number, number | null][] = [];
  const wasPulled = await ensureImage(docker, {
    ...wanted,
    architecture: 'amd64',
    events: {
      onPull: (_, ...layer) => {
        layers.push(layer);
        onLayer();
      },
    },
    onSize: (detail) => void sizes.push(detail),
    signal,
  });
  return { wasPulled, sizes, layers };
}

describe('an image in a real registry', { timeout: 600_000 }, () => {
  it('is pulled when it is missing, its size named first and its layers counted', async () => {
    engine.docker('rmi', image);
    const { wasPulled, sizes, layers } = await ensure({ image, pull: 'missing' });
    assert.equal(wasPulled, true);
    const bytes = await imageSize(image, 'amd64');
    assert.ok(bytes !== null && bytes > LAYER_BYTES / 2);
    assert.deepEqual(sizes, [`${image}: ${Math.ceil(bytes / 1e6)} MB compressed`]);
    const [, done, total] = layers.at(-1) ?? [];
    assert.equal(done, total);
    assert.ok((total ?? 0) > LAYER_BYTES / 2, `a layer of ${total} bytes`);
    assert.equal(await hasImage(docker, image), true);
  });
  it('is not asked for when it is there', async () => {
    assert.equal((await ensure({ image, pull: 'missing' })).wasPulled, false);
    assert.equal((await ensure({ image, pull: 'never' })).wasPulled, false);
  });
  it('is asked for all the same where it is always to be pulled', async () => {
    assert.equal((await ensure({ image, pull: 'always' })).wasPulled, true);
  });
  it('is refused where it is missing and may not be pulled', async () => {
    engine.docker('rmi', image);
    await assert.rejects(ensure({ image, pull: 'never' }), {
      code: 'stack-not-started',
      message: `the Docker engine has no image ${image}`,
    });
  });
  it('is not pulled to its end when the user interrupts', async () => {
    const interrupt = new AbortController();
    const pulling = ensure({ image, pull: 'missing' }, () => interrupt.abort(), interrupt.signal);
    await assert.rejects(pulling, { code: 'interrupted' });
  });
  it('is missed in the engine’s own words where the registry has none of that name', async () => {
    const unknown = `${registry.address}/bench/nobody:1`;
    await assert.rejects(ensure({ image: unknown, pull: 'missing' }), {
      code: 'stack-not-started',
      message: /cannot be pulled: manifest for .*nobody:1 not found/,
      hint: /docker pull/,
    });
  });
  it('is missed in the engine’s own words where there is no registry', async () => {
    await assert.rejects(ensure({ image: '127.0.0.1:1/bench/nobody:1', pull: 'missing' }), {
      message: /cannot be pulled: .*connection refused/,
    });
  });
});
