import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  decodeFromCompressedBase64,
  type Histogram,
  HistogramLogReader,
  listTags,
} from 'hdr-histogram-js';
import type { ResultDocument } from '../../../../../src/contract/result-document.ts';
import { hgrm } from '../../../../../src/report/render/hdr/hgrm.ts';
import { hlog } from '../../../../../src/report/render/hdr/hlog.ts';
import { RESULT_SHAPES } from '../../../../support/result-shapes.ts';

function shape(name: string): ResultDocument {
  return RESULT_SHAPES[name]?.() ?? assert.fail(name);
}

function readLog(text: string): Histogram[] {
  const reader = new HistogramLogReader(text);
  const found: Histogram[] = [];
  for (let next = reader.nextIntervalHistogram(); next; next = reader.nextIntervalHistogram()) {
    found.push(next as Histogram);
  }
  return found;
}

const LINE = /^ +([\d.]+) ([\d.]{14}) +(\d+)(?: +([\d.]+))?$/;

describe('the percentile distribution', () => {
  it('is what the HDR library prints, with what it is after it', () => {
    const doc = shape('valid');
    const [point] = doc.points;
    assert.ok(point);
    const text = hgrm(doc);
    const printed = decodeFromCompressedBase64(
      point.histograms.response,
    ).outputPercentileDistribution(5, 1e6);
    assert.ok(text.startsWith(printed));
    assert.match(text, /^ +Value +Percentile TotalCount 1\/\(1-Percentile\)\n\n/);
    assert.match(text, /#\[Mean +=/);
    assert.match(text, /#\[Point +=/);
  });
  it('has nothing but numbers and comments after its head, and counts that rise', () => {
    for (const name of Object.keys(RESULT_SHAPES)) {
      const blocks = hgrm(shape(name))
        .split(/^ +Value.*$/m)
        .slice(1);
      for (const block of blocks) {
        const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
        const counts = lines.map((line) => Number(LINE.exec(line)?.[3] ?? assert.fail(line)));
        assert.deepEqual(
          counts,
          counts.toSorted((a, b) => a - b),
        );
      }
    }
  });
  it('says what it leaves out', () => {
    const doc = shape('saturated');
    const { timedOut, aborted, unsent } = doc.points[0]?.phases.at(-1)?.counters ?? assert.fail();
    assert.match(hgrm(doc), new RegExp(`#\\[Timed out: ${timedOut} requests`));
    assert.match(hgrm(doc), new RegExp(`#\\[Never came back: ${aborted + unsent} more requests`));
    assert.match(hgrm(shape('partial')), /#\[Cut off before its end/);
  });
  it('has a block for each point', () => {
    assert.deepEqual(hgrm(shape('sweep')).match(/qps=\d+/g), ['qps=50', 'qps=200', 'qps=400']);
  });
});

describe('the histogram log', () => {
  it('is read by the HDR library: the answers of every second after the warm-up', () => {
    const doc = shape('valid');
    const [point] = doc.points;
    assert.ok(point);
    const measured = point.intervals.filter(({ phase }) => phase === 'measured');
    const all = readLog(hlog(doc));
    const response = all.filter(({ tag }) => tag !== 'service');
    assert.equal(all.length, 2 * measured.length);
    assert.equal(response.length, measured.length);
    const counts = measured.map(({ completed, timedOut }) => completed + timedOut);
    assert.deepEqual(
      response.map(({ totalCount }) => totalCount),
      counts,
    );
    const [first] = response;
    assert.equal(first?.startTimeStampMsec, Date.parse(doc.startedAt) + 2000);
    assert.equal(first?.endTimeStampMsec, Date.parse(doc.startedAt) + 3000);
  });
  it('tells several points apart by tags, those of the same load too', () => {
    assert.deepEqual(listTags(hlog(shape('sweep'))).slice(0, 4), [
      ...['qps=50', 'qps=50.service', 'qps=200', 'qps=200.service'],
    ]);
    const tags = listTags(hlog(shape('search')));
    assert.deepEqual(
      tags.filter((tag) => !tag.endsWith('service')),
      ['qps=50_1', 'qps=400', 'qps=50_3'],
    );
  });
  it('puts each load where it was in time, one of an earlier run too', () => {
    const doc = shape('sweep');
    const starts = ['2026-11-23T14:20:00.000Z', '2026-11-23T14:31:00.000Z', undefined];
    const points = doc.points.map((point, index) => {
      const startedAt = starts[index];
      return { ...point, ...(startedAt && { startedAt }) };
    });
    const first = (tag: string) =>
      readLog(hlog({ ...doc, points })).find((one) => one.tag === tag)?.startTimeStampMsec;
    assert.equal(first('qps=50'), Date.parse('2026-11-23T14:20:01.000Z'));
    assert.equal(first('qps=200'), Date.parse('2026-11-23T14:31:01.000Z'));
    assert.equal(first('qps=400'), Date.parse('2026-11-23T14:30:16.000Z'));
  });
  it('stays a log whatever a point is called', () => {
    const doc = shape('sweep');
    const points = doc.points.map((point) => ({ ...point, name: 'a,b \n"c"\u0007 =1' }));
    const before = readLog(hlog(doc)).length;
    assert.equal(readLog(hlog({ ...doc, points })).length, before);
  });
  it('reads to the end for every shape of a result', () => {
    for (const name of Object.keys(RESULT_SHAPES)) readLog(hlog(shape(name)));
  });
});
