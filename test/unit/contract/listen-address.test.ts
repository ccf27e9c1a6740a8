import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ListenAddress,
  parseListenAddress,
  printListenAddress,
} from '../../../src/contract/listen-address.ts';

describe('where a page is served', () => {
  for (const [text, host, port] of [
    ['9464', '127.0.0.1', 9464],
    ['127.0.0.1:9464', '127.0.0.1', 9464],
    ['0.0.0.0:1', '0.0.0.0', 1],
    ['bench.local:65535', 'bench.local', 65_535],
    ['[::1]:9464', '::1', 9464],
  ] as const) {
    it(`${text} is port ${port} of ${host}`, () => {
      const address = parseListenAddress(text) as ListenAddress;
      assert.deepEqual(address, { host, port });
      assert.deepEqual(parseListenAddress(printListenAddress(address)), address);
    });
  }

  for (const text of ['', 'here', ':9464', '0', '65536', '::1:9464', 'a b:1', 'http://a:1', '-1']) {
    it(`"${text}" is none, and is told what to write`, () => {
      assert.match(parseListenAddress(text) as string, /write a port such as 9464, or host:port/);
    });
  }
});
