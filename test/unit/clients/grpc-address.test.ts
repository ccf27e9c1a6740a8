import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseGrpcAddress } from '../../../src/clients/grpc-address.ts';
import { hostAndPort } from '../../../src/clients/host-and-port.ts';

describe('a gRPC address', () => {
  const good: [text: string, host: string, port: number, tls: boolean][] = [
    ['127.0.0.1:8001', '127.0.0.1', 8001, false],
    ['triton.lab:1', 'triton.lab', 1, false],
    ['[::1]:65535', '::1', 65535, false],
    ['grpc://a:2', 'a', 2, false],
    ['grpcs://a:2', 'a', 2, true],
    ['GRPCS://[fe80::1%eth0]:2', 'fe80::1%eth0', 2, true],
    ['https://a:2/', 'a', 2, true],
    ['grpc://user:secret@a:2', 'a', 2, false],
  ];
  for (const [text, host, port, tls] of good) {
    it(`reads ${text}`, () => assert.deepEqual(parseGrpcAddress(text), { host, port, tls }));
  }

  const bad = [
    '',
    'a',
    'a:',
    ':1',
    'a:0',
    'a:65536',
    'a:x',
    '::1:80',
    'ftp://a:1',
    'a:1/x',
    'a b:1',
  ];
  for (const text of bad) {
    it(`refuses "${text}"`, () => assert.equal(parseGrpcAddress(text), undefined));
  }

  it('is printed so that it reads back', () => {
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
        const address = { host: name, port, tls: false };
        assert.deepEqual(parseGrpcAddress(hostAndPort(address)), address);
      }),
    );
  });
});
