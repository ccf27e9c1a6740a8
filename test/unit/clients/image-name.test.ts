import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageName } from '../../../src/clients/image-name.ts';

const HUB = 'registry-1.docker.io';

describe('an image’s name', () => {
  for (const [image, registry, repository, reference] of [
    ['nvcr.io/nvidia/tritonserver:24.10-py3', 'nvcr.io', 'nvidia/tritonserver', '24.10-py3'],
    ['prom/prometheus:v3.0.0', HUB, 'prom/prometheus', 'v3.0.0'],
    ['debian', HUB, 'library/debian', 'latest'],
    ['docker.io/debian:12', HUB, 'library/debian', '12'],
    ['localhost/x', 'localhost', 'x', 'latest'],
    ['127.0.0.1:5000/bench/triton', '127.0.0.1:5000', 'bench/triton', 'latest'],
    ['prom/prometheus@sha256:00', HUB, 'prom/prometheus', 'sha256:00'],
    ['prom/prometheus:v3@sha256:00', HUB, 'prom/prometheus', 'sha256:00'],
  ] as const) {
    it(`${image} is ${reference} of ${repository} at ${registry}`, () => {
      assert.deepEqual(imageName(image), { registry, repository, reference });
    });
  }
});
