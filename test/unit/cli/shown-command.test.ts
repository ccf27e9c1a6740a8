import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shownCommand } from '../../../src/cli/shown-command.ts';

describe('the command that is kept with a result', () => {
  for (const [argv, shown] of [
    [['run', '--slo', 'p99<10ms'], "bench run --slo 'p99<10ms'"],
    [['run', '--label', "it's=x"], "bench run --label 'it'\\''s=x'"],
    [['run', '--header', 'a=secret=1'], "bench run --header 'a=(hidden)'"],
    [['run', '--header=a=secret'], "bench run '--header=a=(hidden)'"],
    [['run', '--triton-env', 'KEY=secret'], "bench run --triton-env 'KEY=(hidden)'"],
    [['run', '--triton-env=KEY=secret'], "bench run '--triton-env=KEY=(hidden)'"],
    [['run', '--url=http://u:secret@h:1'], "bench run '--url=http://(hidden)@h:1'"],
    [['run', '--grpc-url', 'grpcs://u:secret@h:1'], "bench run --grpc-url 'grpcs://(hidden)@h:1'"],
  ] as const) {
    it(shown, () => assert.equal(shownCommand(argv), shown));
  }
});
