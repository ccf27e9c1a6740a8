import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import hdr from 'hdr-histogram-js';
import { HIGHEST_NS } from '../../../../src/load/stats/hdr-layout.ts';
import {
  addEncoded,
  decodeHistogram,
  encodeHistogram,
} from '../../../../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../../../../src/load/stats/latency-histogram.ts';

const recordings = fc.array(
  fc.record({
    ns: fc.oneof(
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 1e5, max: 1e8 }),
      fc.integer({ min: 0, max: 2 ** 46 }),
    ),
    times: fc.integer({ min: 1, max: 2e6 }),
  }),
  { maxLength: 100 },
);
type Recordings = { ns: number; times: number }[];
const PERCENTS = [0.1, 25, 50, 90, 99, 99.9, 100];

function ours(recorded: Recordings): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const { ns, times } of recorded) {
    const single = new LatencyHistogram();
    single.record(ns);
    for (const [cell] of single.nonEmpty()) histogram.addToCell(cell, times);
  }
  return histogram;
}

function theLibrarys(recorded: Recordings): hdr.Histogram {
  const histogram = hdr.build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_NS,
    numberOfSignificantValueDigits: 3,
  });
  for (const { ns, times } of recorded) histogram.recordValueWithCount(ns, times);
  return histogram;
}

function assertAlike(mine: LatencyHistogram, theirs: hdr.Histogram): void {
  assert.equal(mine.count, theirs.totalCount);
  for (const percent of PERCENTS) {
    const rank = Math.ceil((percent / 100) * mine.count - 1e-6);
    assert.equal(mine.valueAtRank(rank) ?? 0, theirs.getValueAtPercentile(percent), `p${percent}`);
  }
  assert.equal(mine.maxNs ?? 0, theirs.maxValue);
}

describe('the histogram encoding', () => {
  it('is read by hdr-histogram-js: same counts, same percentiles', () => {
    fc.assert(
      fc.property(recordings, (recorded) => {
        const text = encodeHistogram(ours(recorded));
        assertAlike(ours(recorded), hdr.decodeFromCompressedBase64(text, 64));
      }),
      { numRuns: 30 },
    );
  });

  it('reads what hdr-histogram-js wrote', () => {
    fc.assert(
      fc.property(recordings, (recorded) => {
        const text = hdr.encodeIntoCompressedBase64(theLibrarys(recorded));
        assert.deepEqual(decodeHistogram(text), ours(recorded));
      }),
      { numRuns: 30 },
    );
  });

  it('comes back as it was, and adds to what is there', () => {
    fc.assert(
      fc.property(recordings, recordings, (a, b) => {
        const total = decodeHistogram(encodeHistogram(ours(a)));
        assert.deepEqual(total, ours(a));
        addEncoded(total, encodeHistogram(ours(b)));
        assert.deepEqual(total, ours([...a, ...b]));
      }),
      { numRuns: 30 },
    );
  });

  it('holds the largest count and the largest value', () => {
    const histogram = new LatencyHistogram();
    histogram.addToCell(0, 2 ** 32 - 1);
    histogram.record(HIGHEST_NS);
    assert.deepEqual(decodeHistogram(encodeHistogram(histogram)), histogram);
  });

  it('refuses text that is no histogram, whatever it is', () => {
    const good = encodeHistogram(ours([{ ns: 5e6, times: 3 }]));
    const bytes = Buffer.from(good, 'base64');
    for (const bad of ['', 'hello', Buffer.alloc(100).toString('base64'), good.slice(0, 30)]) {
      assert.throws(() => decodeHistogram(bad));
    }
    const mutated = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(mutated, ([at, by]) => {
        const broken = Buffer.from(bytes);
        broken.writeUInt8((broken.readUInt8(at) + by) % 256, at);
        try {
          decodeHistogram(broken.toString('base64'));
        } catch (error) {
          assert.ok(error instanceof Error);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('refuses other units and digits, cells beyond ours, and a bomb', () => {
    const two = hdr.build({ bitBucketSize: 64, numberOfSignificantValueDigits: 2 });
    two.recordValue(5);
    assert.throws(() => decodeHistogram(hdr.encodeIntoCompressedBase64(two)), /2 digits/);
    const huge = hdr.build({ bitBucketSize: 64, highestTrackableValue: 2 ** 52 });
    huge.recordValue(2 ** 51);
    assert.throws(() => decodeHistogram(hdr.encodeIntoCompressedBase64(huge)), RangeError);
    const bomb = deflateSync(Buffer.alloc(50e6));
    const header = Buffer.alloc(8);
    header.writeUInt32BE(0x1c849314, 0);
    header.writeUInt32BE(bomb.length, 4);
    const text = Buffer.concat([header, bomb]).toString('base64');
    assert.throws(() => decodeHistogram(text), { code: 'ERR_BUFFER_TOO_LARGE' });
  });
});
