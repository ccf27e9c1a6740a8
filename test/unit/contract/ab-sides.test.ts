import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameOfSide, optionsOfSide, refuseUnlikeSides } from '../../../src/contract/ab-sides.ts';
import { type AbOptions, abOptionsSchema } from '../../../src/contract/options/ab-options.ts';

const given = (options: Partial<AbOptions>) => abOptionsSchema.parse(options);
const [A, B] = ['http://127.0.0.1:8000', 'http://127.0.0.1:9000'];

describe('what A and B are', () => {
  const wrong: readonly (readonly [string, Partial<AbOptions>, RegExp, RegExp])[] = [
    ['nothing', {}, /nothing says what A and B are/, /--a-url and --b-url/],
    ['one address', { aUrl: A }, /--b-url is missing/, /--b-url/],
    ['one command', { bCommand: 'x' }, /--a-command is missing/, /--a-command/],
    ['a command and a version', { aCommand: 'x', bModelVersion: '2' }, /two ways/, /not both/],
    [
      'versions on two servers',
      { aModelVersion: '1', bModelVersion: '2', aUrl: A, bUrl: B },
      /on one server/,
      /--url/,
    ],
  ];
  for (const [what, options, message, hint] of wrong) {
    it(`cannot be ${what}`, () => {
      assert.throws(
        () => refuseUnlikeSides(given(options)),
        (error: Error & { code?: string; hint?: string }) =>
          error.code === 'usage' && message.test(error.message) && hint.test(error.hint ?? ''),
      );
    });
  }

  for (const options of [
    { aUrl: A, bUrl: B },
    { aGrpcUrl: '127.0.0.1:1', bGrpcUrl: '127.0.0.1:2' },
    { aUrl: A, bGrpcUrl: '127.0.0.1:2' },
    { aModelVersion: '1', bModelVersion: '2' },
    { aCommand: 'x', bCommand: 'y' },
    { aCommand: 'x', bCommand: 'y', bUrl: B },
  ]) {
    it(`can be ${Object.keys(options).join(' and ')}`, () => refuseUnlikeSides(given(options)));
  }
});

describe('what a side asks of a run', () => {
  it('is its addresses, and none that were said of another server', () => {
    const own = optionsOfSide('b', given({ aUrl: A, bUrl: B }), true);
    assert.deepEqual(own, { url: B, grpcUrl: undefined, metricsUrl: undefined });
  });

  it('is its version alone', () => {
    const own = optionsOfSide('a', given({ aModelVersion: '1', bModelVersion: '2' }), true);
    assert.deepEqual(own, { modelVersion: '1' });
  });

  it('is where Triton listens, for a command of which nothing else is said', () => {
    const options = given({ aCommand: 'x', bCommand: 'y', bUrl: B });
    assert.deepEqual(optionsOfSide('a', options, false), { url: A });
    assert.deepEqual(optionsOfSide('a', options, true), {});
    assert.equal(optionsOfSide('b', options, false).url, B);
  });
});

describe('the name of a side', () => {
  it('is what was given, without a password', () => {
    assert.equal(
      nameOfSide('a', given({ aUrl: 'http://me:secret@host:1' })),
      'http://(hidden)@host:1',
    );
    assert.equal(nameOfSide('b', given({ bModelVersion: '2' })), 'version 2');
    assert.equal(nameOfSide('b', given({ bCommand: './serve', bUrl: B })), './serve');
  });
});
