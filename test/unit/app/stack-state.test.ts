import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  namesOfStacks,
  readStackState,
  type StackState,
  saveStackState,
} from '../../../src/app/stack-state.ts';

const root = mkdtempSync(join(tmpdir(), 'bench-stacks-'));
after(() => rmSync(root, { recursive: true }));

const stack: StackState = {
  version: 1,
  name: 'mine',
  driver: 'docker',
  startedAtEpochMs: 1_700_000_000_000,
  modelRepository: '/models',
  images: { triton: 'triton:1' },
  addresses: { http: 'http://172.18.0.2:8000' },
  prometheus: { public: 'http://127.0.0.1:9090', inNetwork: 'http://prometheus:9090' },
  grafana: {
    public: 'http://127.0.0.1:3000',
    inNetwork: 'http://grafana:3000',
    user: 'admin',
    password: 'p',
    dashboardUrl: null,
    token: 'glsa_x',
  },
  notes: ['no GPU'],
};

async function read(name: string) {
  const warnings: string[] = [];
  return { state: await readStackState(root, name, (words) => warnings.push(words)), warnings };
}

describe('the state of a stack', () => {
  it('is read as it was saved, and is for this user alone', async () => {
    await saveStackState(root, stack);
    assert.deepEqual(await read('mine'), { state: stack, warnings: [] });
    assert.equal(statSync(join(root, 'stacks/mine/state.json')).mode & 0o777, 0o600);
  });
  it('of a name that nobody used is null', async () => {
    assert.deepEqual(await read('other'), { state: null, warnings: [] });
  });
  for (const [what, text] of [
    ['half a file', '{"version":1,"na'],
    ['nothing', ''],
    ['another shape', '{"version":1,"name":"broken"}'],
    ['a later version', JSON.stringify({ ...stack, version: 2 })],
    ['a list', '[]'],
  ] as const) {
    it(`is named and not used where it is damaged: ${what}`, async () => {
      mkdirSync(join(root, 'stacks/broken'), { recursive: true });
      writeFileSync(join(root, 'stacks/broken/state.json'), text);
      const { state, warnings } = await read('broken');
      assert.equal(state, null);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', /stacks\/broken\/state\.json is damaged and not used: \S/);
    });
  }
});

describe('the names of stacks', () => {
  it('are those that left a folder, readable or not', async () => {
    assert.deepEqual(await namesOfStacks(root), ['broken', 'mine']);
  });
  it('are none where nothing was ever started', async () => {
    assert.deepEqual(await namesOfStacks(join(root, 'nowhere')), []);
  });
});
