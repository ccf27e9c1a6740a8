import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BenchError } from '../../../src/contract/bench-error.ts';
import { parseRunConfig } from '../../../src/contract/parse-run-config.ts';
import { configAsText } from '../../../src/contract/run-config.ts';

function mistakesOf(options: unknown): string {
  try {
    parseRunConfig(options);
  } catch (error) {
    assert.ok(error instanceof BenchError);
    assert.equal(error.exitCode, 2);
    assert.ok(error.hint.length > 0);
    return error.message;
  }
  return assert.fail('nothing was refused');
}

describe('a configuration', () => {
  it('is complete from --qps alone', () => {
    const config = parseRunConfig({ qps: 200 });
    assert.deepEqual(
      [config.qps, config.durationMs, config.warmupMs, config.timeoutMs, config.drainMs],
      [200, 30_000, 5_000, 5_000, 5_000],
    );
    assert.deepEqual([config.protocol, config.arrivals, config.batchSize], ['http', 'poisson', 1]);
    assert.equal(config.concurrency, undefined);
  });
  it('is a closed loop of one without rate and concurrency', () => {
    assert.equal(parseRunConfig({}).concurrency, 1);
  });
  it('is bounded by requests instead of a duration', () => {
    const config = parseRunConfig({ requests: 10 });
    assert.deepEqual([config.requests, config.durationMs], [10, undefined]);
  });
  it('searches for 5 minutes, 10 s a run, to 5 %', () => {
    const config = parseRunConfig({ search: '50..5000', slo: ['p99<10ms'] });
    assert.deepEqual(
      [config.durationMs, config.searchBudgetMs, config.searchPrecision],
      [10_000, 300_000, 0.05],
    );
    assert.deepEqual(parseRunConfig(configAsText(config)), config);
  });
  it('takes its length from the stages', () => {
    const config = parseRunConfig({ stages: '0-20/2s,20/1s' });
    assert.deepEqual(
      [config.durationMs, config.requests, config.concurrency],
      [undefined, undefined, undefined],
    );
    assert.deepEqual(parseRunConfig(configAsText(config)), config);
  });
  it('written as text and read again is the same', () => {
    const config = parseRunConfig({
      qps: 20,
      slo: ['p99<10ms'],
      timeout: '250ms',
      label: { a: 'b' },
      stack: 'docker',
      scrapeInterval: '5s',
      readyTimeout: '90s',
      grafana: false,
      tritonArg: ['--backend-config=python,shm-default-byte-size=1048576'],
    });
    assert.deepEqual(parseRunConfig(configAsText(config)), config);
  });

  for (const [options, words] of [
    [{ qps: 0 }, 'qps: 0 is too small; must be more than 0'],
    [{ qps: -5 }, 'qps: -5 is too small; must be more than 0'],
    [{ qps: 'abc' }, 'qps: "abc" is not a number'],
    [{ qps: 1e9 }, 'qps: 1000000000 is too big; must be at most 1000000'],
    [{ requests: 1e17 }, 'requests: 100000000000000000 is too big; must be at most 1000000000'],
    [{ url: 'foo' }, 'url: "foo" must start with http:// or https://'],
    [
      { url: 'http://127.0.0.1:99999' },
      'url: "http://127.0.0.1:99999" is no address; write http://host:port, the port below 65536',
    ],
    [{ concurrency: 0 }, 'concurrency: 0 is too small; must be at least 1'],
    [{ concurrency: 1.5 }, 'concurrency: 1.5 is not a whole number'],
    [{ duration: '30' }, 'duration: "30" has no unit; write 30s or 30ms'],
    [{ duration: '0' }, 'duration: must be more than 0'],
    [{ timeout: '0' }, 'timeout: must be more than 0'],
    [{ qqs: 1 }, 'qqs: there is no such option; did you mean qps?'],
    [{ zzzzzz: 1 }, 'zzzzzz: there is no such option'],
    [{ protocol: 'grcp' }, 'protocol: "grcp" is none of http, grpc'],
    [{ workers: 'many' }, 'workers: "many" is neither auto nor a whole number from 1 to 256'],
    [{ url: 'host:8000' }, 'url: "host:8000" must start with http:// or https://'],
    [{ percentiles: [50, 100] }, 'percentiles: 100 is too big; must be less than 100'],
    [{ duration: '1s', requests: 5 }, 'requests: give either --duration or --requests, not both'],
    [{ qps: 0.1, duration: '1s' }, 'duration: too short for one request at this rate'],
    [{ qps: 1e6, duration: '10h' }, 'duration: more than 2000000000 requests in one run'],
    [{ stack: 'external' }, 'stack: an external server needs --url or --grpc-url'],
    [
      { engine: 'autocannon', protocol: 'grpc' },
      'engine: autocannon speaks HTTP alone; leave out --protocol grpc',
    ],
    [
      { engine: 'autocannon', qps: 5 },
      'engine: autocannon keeps no due times; give --concurrency and no rate',
    ],
    [{ engine: 'grpc-js' }, 'engine: grpc-js speaks gRPC alone; add --protocol grpc'],
    [
      { stackName: 'My Stack' },
      'stackName: "My Stack" must be 1 to 40 lower-case letters, digits and dashes',
    ],
    [{ gpus: '0 1' }, 'gpus: "0 1" is none of auto, all, none or a list of devices such as 0,1'],
    [
      { tritonImage: '--privileged' },
      'tritonImage: "--privileged" is no image name; write repository:tag',
    ],
    [{ readyTimeout: '0' }, 'readyTimeout: must be more than 0'],
    [{ scrapeInterval: '0' }, 'scrapeInterval: must be more than 0'],
    [
      { keep: true },
      'keep: nothing is started that could be kept; add --stack process or --stack docker',
    ],
    [
      { loadModel: true, model: 'm' },
      'loadModel: a server of our own has its models loaded; add --url or --grpc-url, or leave it out',
    ],
    [{ loadModel: true, url: 'http://h:1' }, 'loadModel: which model? add --model'],
    [{ prometheusTokenFile: 'f' }, 'prometheusTokenFile: a token for whom? add --prometheus-url'],
    [
      { stack: 'docker', grpcUrl: 'h:1' },
      'stack: --url names a running server, so none is started; leave out one of the two',
    ],
    [{ shape: ['image'] }, 'shape: "image" is no shape; write one like image:3,224,224'],
    [
      { stack: 'embedded', url: 'http://127.0.0.1:8000' },
      'stack: --url names a running server, so none is started; leave out one of the two',
    ],
    [
      { qps: 5, stages: '5/1s' },
      'stages: says what to send a second time; give only one of --qps, --stages, --trace, --sweep, --search',
    ],
    [
      { stages: '5/1s', trace: 'file' },
      'trace: says what to send a second time; give only one of --qps, --stages, --trace, --sweep, --search',
    ],
    [
      { stages: '5/1s', duration: '1s' },
      'duration: the stages or the trace already say how long to measure',
    ],
    [
      { trace: 'file', requests: 10 },
      'requests: the stages or the trace already say how long to measure',
    ],
    [
      { stages: 'fast' },
      'stages: "fast" is not a stage; write rate/time or from-to/time, as in 0-200/30s,200/60s,500/5s',
    ],
    [{ stages: '5/0s' }, 'stages: "0s" in stage "5/0s" is not a time above 0, such as 30s'],
    [
      { stages: '0/9s' },
      'stages: "0/9s" sends nothing; write for example 0-200/30s,200/60s,500/5s',
    ],
    [
      { sweep: 'qps=5,10', qps: 5 },
      'sweep: says what to send a second time; give only one of --qps, --stages, --trace, --sweep, --search',
    ],
    [
      { sweep: 'concurrency=1,2', concurrency: 5 },
      'concurrency: the sweep already says how many requests to keep in flight',
    ],
    [
      { sweep: 'rate=5' },
      'sweep: "rate=5" is not a sweep; write qps=50,100,200 or concurrency=1,2,4..64',
    ],
    [
      { sweep: 'qps=10,5' },
      'sweep: the points of a sweep must rise: a server that was overloaded is not itself afterwards',
    ],
    [{ search: '50..500' }, 'slo: a search needs a condition to meet; give one, such as p99<10ms'],
    [
      { search: 'fast', slo: ['p99<10ms'] },
      'search: "fast" is not a range of rates; write 50..5000',
    ],
    [
      { search: '500..50', slo: ['p99<10ms'] },
      'search: "500..50" is not a range from a low rate above 0 to a high one; write 50..5000',
    ],
    [{ qps: 5, searchBudget: '1m' }, 'searchBudget: there is nothing to search without --search'],
    [
      { search: '5..50', slo: ['p99<10ms'], searchPrecision: '5' },
      'searchPrecision: "5" is not a precision from 0.1% to 50%; write for example 5%',
    ],
    [
      { search: '5..50', slo: ['p99<10ms'], requests: 100 },
      'requests: a search measures each rate for a time; give --duration',
    ],
    [{ sweep: 'qps=0.1,5', duration: '1s' }, 'duration: too short for one request at this rate'],
    [
      { sweep: 'qps=5,1000000', duration: '10h' },
      'duration: more than 2000000000 requests in one run',
    ],
    [{ stages: '1000000/1h' }, 'duration: more than 2000000000 requests in one run'],
    [[], 'the configuration is not a list of keys and values'],
  ] as const) {
    it(`refuses ${JSON.stringify(options)}`, () => assert.equal(mistakesOf(options), words));
  }
  it('shows all mistakes at once', () => {
    const lines = mistakesOf({ qps: 0, protocol: 'x', slo: ['p99'], nonsense: 1 }).split('\n');
    assert.equal(lines.length, 4);
  });
});
