import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { didYouMean } from '../../../src/contract/did-you-mean.ts';

const KNOWN = ['mnist_mlp', 'resnet50', 'bert'];

describe('didYouMean', () => {
  for (const [typed, meant] of [
    ['mnist_mpl', 'mnist_mlp'],
    ['mnist-mlp', 'mnist_mlp'],
    ['MNIST_MLP', 'mnist_mlp'],
    ['resnet5', 'resnet50'],
    ['bret', 'bert'],
    ['gpt', undefined],
    ['', undefined],
  ] as const) {
    it(`takes "${typed}" for ${meant}`, () => assert.equal(didYouMean(typed, KNOWN), meant));
  }
  it('takes the nearest, not the first', () => {
    assert.equal(didYouMean('density', ['densely', 'densitx']), 'densitx');
  });
  it('finds a name after any one swap of neighbours', () => {
    fc.assert(
      fc.property(fc.nat(7), (at) => {
        const letters = [...'mnist_mlp'];
        [letters[at], letters[at + 1]] = [letters[at + 1] ?? '', letters[at] ?? ''];
        assert.equal(didYouMean(letters.join(''), KNOWN), 'mnist_mlp');
      }),
    );
  });
});
