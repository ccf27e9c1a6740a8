import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandOfRun } from '../../../src/cli/command-of-run.ts';

const words = (line: string) => line.split(' ');

describe('what repeats one run of a comparison', () => {
  it('is the command without what only comparisons know, and with what its side asks for', () => {
    const line =
      'ab --a-url http://a:1 --b-url=http://b:1 --qps 200 --pairs 8 --limit p99=off --strict';
    assert.deepEqual(
      commandOfRun(words(line), { url: 'http://b:1', grpcUrl: undefined }, 7),
      words('run --qps 200 --url http://b:1 --seed 7'),
    );
  });

  it('has one seed, and one address', () => {
    const line =
      'ab --url http://c:1 --seed 5 --reload --format json --model-version=3 --config x.yaml';
    assert.deepEqual(
      commandOfRun(words(line), { modelVersion: '2' }, 6),
      words('run --url http://c:1 --config x.yaml --model-version 2 --seed 6'),
    );
  });

  it('keeps a word that looks like a flag of ours as the value of another', () => {
    const argv = ['ab', '--label', 'note=--pairs', '--duration', '2s'];
    assert.deepEqual(commandOfRun(argv, {}, 1), ['run', ...argv.slice(1), '--seed', '1']);
  });
});
