import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDashboard } from '../../../../src/cli/ui/start-dashboard.ts';
import type { Interval } from '../../../../src/contract/point.ts';
import { aPoint } from '../../../support/a-result.ts';
import { fakeOutside } from '../../../support/fake-outside.ts';

const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const SECOND: Interval = {
  ...{ second: 6, phase: 'measured', due: 200, sent: 199, completed: 190, failed: 2, timedOut: 1 },
  ...{ inFlight: 7, waiting: 1, stallNs: 0, response: '', service: '' },
};

function started({ isTerminal = true, columns = 80, rows = 24 } = {}) {
  const { outside, written } = fakeOutside([]);
  const frames: string[] = [];
  const size = { columns, rows };
  const atExit: string[] = [];
  const stderr = {
    ...outside.stderr,
    isTerminal,
    columns: () => size.columns,
    rows: () => size.rows,
    write: (text: string) => {
      frames.push(text);
      outside.stderr.write(text);
    },
    atExit: (text: string) => {
      atExit.push(text);
      return () => void atExit.pop();
    },
  };
  return { ...startDashboard(stderr), frames, written, size, atExit };
}

/** The lines of a frame without its codes. */
function linesOf(frame: string): string[] {
  return frame
    .replace(HOME, '')
    .split('\r\n')
    .map((line) => line.replaceAll('\u001b[K', '').replaceAll('\u001b[J', ''));
}

describe('the dashboard', () => {
  it('shows rates, latency and what is in flight, each with how it went', () => {
    const { events, frames } = started();
    events.onLoad?.(aPoint().workload, 12_000);
    events.onInterval?.(SECOND, { p50Ms: 0.412, p99Ms: null });
    events.onInterval?.({ ...SECOND, second: 7, completed: 95 }, { p50Ms: 0.8, p99Ms: 2 });
    const text = linesOf(frames.at(-1) ?? '').join('\n');
    assert.match(text, /^mnist_mlp · open loop, 100 requests\/s/);
    assert.match(text, /measuring 8 s of 12 s {2}█{16}░{8}/);
    assert.match(text, /served +95\/s {2}█▅/);
    assert.match(text, /p99 +2\.00 ms {2}·█/);
    assert.match(text, /4 failed, 2 timed out so far/);
  });
  it('shows the queue of a server as it told it last', () => {
    const { events, frames } = started();
    events.onLoad?.(aPoint().workload, 12_000);
    events.onServerReading?.({ queueNs: 26_600, pendingRequests: 3 });
    events.onInterval?.(SECOND, { p50Ms: 1, p99Ms: 2 });
    const text = linesOf(frames.at(-1) ?? '').join('\n');
    assert.match(text, /server queue +0\.0266 ms {2}█/);
    assert.match(text, /pending +3 {2}█/);
  });
  it('says that the queue is not known where the server does not tell', () => {
    const { events, frames } = started();
    events.onLoad?.(aPoint().workload, 12_000);
    for (let second = 0; second < 3; second += 1) {
      events.onServerReading?.({ queueNs: 1000, pendingRequests: null });
      events.onInterval?.({ ...SECOND, second }, { p50Ms: 1, p99Ms: 2 });
    }
    const lines = linesOf(frames.at(-1) ?? '');
    assert.ok(lines.some((line) => /pending +not known$/.test(line)));
    assert.ok(lines.some((line) => /server queue +0\.00100 ms {2}███/.test(line)));
  });
  it('holds on to what a server told no longer than a few seconds, nor into the next load', () => {
    const { events, frames } = started();
    const last = () => linesOf(frames.at(-1) ?? '').find((line) => line.startsWith('server queue'));
    events.onLoad?.(aPoint().workload, 12_000);
    events.onServerReading?.({ queueNs: 1e6, pendingRequests: 0 });
    for (let second = 0; second < 6; second += 1) {
      events.onInterval?.({ ...SECOND, second }, { p50Ms: 1, p99Ms: 2 });
      assert.match(last() ?? '', second < 5 ? / 1\.00 ms / : / – /);
    }
    events.onServerReading?.({ queueNs: 1e6, pendingRequests: 0 });
    events.onLoad?.(aPoint().workload, 12_000);
    events.onInterval?.(SECOND, { p50Ms: 1, p99Ms: 2 });
    assert.match(last() ?? '', / – /);
  });
  it('is one write a frame, from the top left corner, and never clears the whole screen', () => {
    const { events, frames } = started();
    events.onLoad?.(aPoint().workload, 12_000);
    const before = frames.length;
    events.onInterval?.(SECOND, { p50Ms: 1, p99Ms: 2 });
    assert.equal(frames.length, before + 1);
    assert.ok(frames.at(-1)?.startsWith(HOME));
    assert.ok(frames.every((frame) => !frame.includes('\u001b[2J')));
  });
  it('fits a terminal that was made smaller', () => {
    const { events, frames, size } = started();
    events.onLoad?.(aPoint().workload, 12_000);
    size.columns = 20;
    size.rows = 5;
    events.onInterval?.(SECOND, { p50Ms: 1, p99Ms: 2 });
    const lines = linesOf(frames.at(-1) ?? '');
    assert.ok(lines.length <= 5);
    assert.ok(lines.every((line) => line.length < 20));
  });
  it('leaves the screen as it was, once, and says the warnings on it', () => {
    const { events, stop, written, atExit } = started();
    assert.deepEqual(atExit, [LEAVE]);
    events.onWarning?.('careful');
    stop();
    stop();
    assert.ok(written.stderr.startsWith(ENTER));
    assert.ok(written.stderr.endsWith(`${LEAVE}bench: careful\n`));
    assert.deepEqual(atExit, []);
  });
  it('lets no escape code of a model or a server through', () => {
    const { events, frames } = started();
    events.onStep?.('model', '\u001b[2Jx', 1000);
    events.onLoad?.({ ...aPoint().workload, modelName: '\u001b]0;x\u0007' }, null);
    const text = linesOf(frames.at(-1) ?? '').join('\n');
    assert.ok(!text.includes('\u001b') && !text.includes('\u0007'));
  });
  it('is the usual progress where there is no terminal', () => {
    const { events, stop, written } = started({ isTerminal: false });
    events.onInterval?.(SECOND, { p50Ms: 1, p99Ms: 2 });
    stop();
    assert.equal(written.stderr, '');
  });
});
