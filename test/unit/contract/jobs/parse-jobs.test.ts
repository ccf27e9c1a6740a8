import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BenchError } from '../../../../src/contract/bench-error.ts';
import { type JobFlags, parseJobs } from '../../../../src/contract/jobs/parse-jobs.ts';

type Values = Readonly<Record<string, unknown>>;

function parse(values: Values, flags: Values = {}, wanted: readonly string[] = []) {
  const file = { values, placeOf: (path: readonly string[]) => `f:${path.length}` };
  const jobFlags: JobFlags = { values: flags, nameOf: (key) => `--${key}` };
  return parseJobs(file, jobFlags, wanted);
}

function mistakesOf(values: Values, flags: Values = {}): string[] {
  try {
    parse(values, flags);
  } catch (error) {
    assert.ok(error instanceof BenchError);
    assert.equal(error.exitCode, 2);
    return error.message.split('\n');
  }
  return assert.fail('nothing was refused');
}

describe('the jobs of a file', () => {
  it('have every other key of the file as their default', () => {
    const [a, b] = parse({ qps: 5, batchSize: 4, jobs: { a: { batchSize: 8 }, b: null } });
    assert.deepEqual([a?.config.qps, a?.config.batchSize], [5, 8]);
    assert.deepEqual([b?.config.qps, b?.config.batchSize], [5, 4]);
  });
  it('replace a load or a bound of the file instead of clashing with it', () => {
    const [job] = parse({ qps: 5, duration: '9s', jobs: { a: { stages: '1/1s' } } });
    assert.deepEqual([job?.config.qps, job?.config.durationMs], [undefined, undefined]);
  });
  it('add their limits to those of the file, and take its base where they have none', () => {
    const base = { url: 'http://base' };
    const [job, other] = parse({
      limits: { p50: '6%' },
      base,
      jobs: { a: { limits: { p99: 'off' } }, b: { base: { modelVersion: '1', pairs: 4 } } },
    });
    assert.deepEqual([job?.limits, job?.base], [{ p50: '6%', p99: 'off' }, base]);
    assert.deepEqual(other?.base, { modelVersion: '1', pairs: 4 });
  });
  it('are named after the combination of their matrix', () => {
    const jobs = parse({ jobs: { a: { matrix: { protocol: ['http', 'grpc'] } }, b: {} } });
    const found = jobs.map(({ name, config }) => [name, config.protocol]);
    assert.deepEqual(found, [
      ['a (protocol=http)', 'http'],
      ['a (protocol=grpc)', 'grpc'],
      ['b', 'http'],
    ]);
  });
  it('are one job where there is no list of them', () => {
    const [only] = parse({ qps: 7 });
    assert.deepEqual([only?.name, only?.config.qps], ['default', 7]);
  });
  it('give way to flags', () => {
    const [job] = parse({ jobs: { a: { qps: 5 } } }, { concurrency: 2, sweep: 'qps=1,2' });
    assert.deepEqual([job?.config.qps, job?.config.concurrency], [undefined, 2]);
  });
  it('say where each option came from', () => {
    const [job] = parse(
      { timeout: '2s', jobs: { a: { qps: 5, matrix: { seed: [1] } } } },
      { batchSize: 2 },
    );
    const origins = ['timeout', 'qps', 'seed', 'batchSize', 'warmup'].map((key) =>
      job?.originOf(key),
    );
    assert.deepEqual(origins, ['f:1', 'f:3', 'f:4', '--batchSize', 'default']);
  });
});

describe('jobs that are chosen', () => {
  const values = { jobs: { a: { matrix: { batchSize: [1, 2] } }, b: { engine: 'autocannon' } } };
  const namesOf = (wanted: readonly string[]) => parse(values, {}, wanted).map(({ name }) => name);
  it('are found by their name, or by the name of their matrix', () => {
    assert.deepEqual(namesOf(['a (batchSize=2)']), ['a (batchSize=2)']);
    assert.deepEqual(namesOf(['b', 'a']), ['a (batchSize=1)', 'a (batchSize=2)', 'b']);
  });
  it('are refused with the nearest name', () => {
    assert.throws(() => namesOf(['a (batchSize=3)']), {
      code: 'usage',
      hint: 'did you mean "a (batchSize=1)"?',
    });
  });
  it('take the flags alone: the others are held to what the file says', () => {
    assert.equal(parse(values, { protocol: 'grpc' }, ['a']).length, 2);
    assert.throws(() => parse(values, { protocol: 'grpc' }, ['b']), /autocannon speaks HTTP alone/);
  });
});

describe('mistakes in jobs', () => {
  const wrong: Record<string, [Values, RegExp]> = {
    'a list in place of names': [{ jobs: [] }, /^f:1 jobs: is not a list of name: options$/],
    'no job at all': [{ jobs: {} }, /^f:1 jobs: is not a list of name: options$/],
    'a name that no folder could have': [
      { jobs: { 'a/b': {} } },
      /jobs\.a\/b: is no name of a job/,
    ],
    'a job that is no map': [{ jobs: { a: 3 } }, /jobs\.a: is not a list of key: value/],
    'an unknown option of a job': [
      { jobs: { a: { batchsize: 1 } } },
      /jobs\.a\.batchsize: there is no such option; did you mean batchSize\?/,
    ],
    'an unknown key of the file': [{ job: {} }, /^f:1 job: .* did you mean jobs\?$/],
    'a value that the option cannot have': [{ jobs: { a: { qps: -1 } } }, /^f:3 jobs\.a\.qps: -1 /],
    'a value of the file that it cannot have': [{ qps: -1, jobs: { a: {} } }, /^f:1 qps: -1 /],
    'a value of a matrix': [
      { jobs: { a: { matrix: { protocol: ['http', 'htp'] } } } },
      /^f:4 jobs\.a\.matrix\.protocol: "htp" is none of http, grpc$/,
    ],
    'an option that the job says as well as its matrix': [
      { jobs: { a: { seed: 1, matrix: { seed: [1, 2] } } } },
      /jobs\.a\.matrix\.seed: the job itself says it too/,
    ],
    'a load that the job says as well as its matrix': [
      { jobs: { a: { stages: '1/1s', matrix: { qps: [1] } } } },
      /says what to send a second time/,
    ],
    'a matrix without values': [
      { jobs: { a: { matrix: { seed: [] } } } },
      /is not a list of values/,
    ],
    'a value of a matrix that is there twice': [
      { jobs: { a: { matrix: { seed: [1, 1] } } } },
      /1 is there twice/,
    ],
    'a matrix over what is no option': [
      { jobs: { a: { matrix: { limits: ['p50'] } } } },
      /matrix\.limits: there is no such option/,
    ],
    'values that only differ in what is hidden': [
      { jobs: { a: { matrix: { url: ['http://a:1@h', 'http://a:2@h'] } } } },
      /two of its jobs would be named/,
    ],
    'a value that no name of a job can hold': [
      { jobs: { a: { matrix: { model: ['m\n'] } } } },
      /"a \(model=m\\n\)" has characters that no name can have/,
    ],
    'a limit of an unknown metric': [
      { jobs: { a: { limits: { p500: '5%' } } } },
      /jobs\.a\.limits\.p500: there is no metric "p500"/,
    ],
    'a limit below the noise': [{ limits: { p50: '1%' } }, /^f:2 limits\.p50: "1%" is no limit/],
    'a limit that is a number': [{ limits: { p50: 5 } }, /limits\.p50: 5 is not text/],
    'a base without a target': [
      { base: { pairs: 4 } },
      /^f:1 base: name one thing to measure against/,
    ],
    'a base with two targets': [
      { base: { url: 'http://a', modelVersion: '1' } },
      /name one thing to measure against/,
    ],
    'half a pair of commands': [{ base: { command: 'x' } }, /command with headCommand/],
    'an unknown key of a base': [{ base: { uri: 'x' } }, /there is no uri here/],
    'more jobs than a night has': [
      { jobs: { a: { matrix: { seed: Array.from({ length: 201 }, (_, seed) => seed) } } } },
      /stands for 201 jobs/,
    ],
  };
  for (const [what, [values, message]] of Object.entries(wrong)) {
    it(`names ${what}`, () => {
      const found = mistakesOf(values);
      assert.ok(
        found.some((mistake) => message.test(mistake)),
        found.join('\n'),
      );
    });
  }
  it('are listed all at once, each once however many jobs have it', () => {
    const found = mistakesOf({
      qps: -1,
      jobs: { a: { matrix: { seed: [1, 2] }, limits: { p50: '1%' } }, b: { seed: -1, bacth: 1 } },
    });
    assert.equal(found.length, 4, found.join('\n'));
  });
  it('never make the jobs of a huge matrix', () => {
    const list = Array.from({ length: 1000 }, (_, value) => value);
    const matrix = Object.fromEntries(
      ['seed', 'qps', 'requests', 'workers'].map((key) => [key, list]),
    );
    assert.match(mistakesOf({ jobs: { a: { matrix } } })[0] ?? '', /stands for 1000000000000 jobs/);
  });
});
