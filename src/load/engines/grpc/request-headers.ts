import { isIPv6 } from 'node:net';
import { BenchError } from '../../../contract/bench-error.ts';
import type { EngineOptions } from '../engine.ts';
import type { HeaderList } from './hpack/hpack-encoder.ts';
import { ACCEPTED_ENCODINGS } from './message-codec.ts';

const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
/** Printable ASCII: what gRPC allows in a metadata value. */
const VALUE = /^[\x20-\x7e]*$/;
const OF_HTTP1 = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'host',
];
const NS_PER_US = 1000;
const MAX_TIMEOUT_DIGITS = 8;
/** gRPC's C core (Triton) keeps deadlines in whole milliseconds of a clock that it reads now and then. */
const EARLY_SERVER_NS = 50e6;

/** The request headers of gRPC over HTTP/2; the user's own win over ours. */
export function requestHeaders(options: EngineOptions): HeaderList {
  const { target, headers } = options;
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  const ours: Record<string, string> = {
    te: 'trailers',
    'content-type': 'application/grpc',
    'user-agent': 'inferbench',
    'grpc-accept-encoding': ACCEPTED_ENCODINGS,
    'grpc-timeout': grpcTimeout(options.timeoutNs),
  };
  return [
    [':method', 'POST'],
    [':scheme', target.tls ? 'https' : 'http'],
    [':path', options.requests.path],
    [':authority', authority(target.host, target.port)],
    ...Object.entries({ ...ours, ...headers }),
  ];
}

/** host:port, the host in brackets where it is an IPv6 address. */
export function authority(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * At most eight digits and a unit. A little longer than the timeout, so that the server never gives up
 * before we do and its answer cannot pass for a failure of its own: a Triton that was told the timeout
 * itself said DEADLINE_EXCEEDED up to 0.2 ms before it was over. We cancel the stream in time.
 */
export function grpcTimeout(timeoutNs: number): string {
  let value = Math.ceil((timeoutNs + EARLY_SERVER_NS) / NS_PER_US);
  for (const [unit, nextUnit] of [
    ['u', 1000],
    ['m', 1000],
    ['S', 60],
    ['M', 60],
  ] as const) {
    if (String(value).length <= MAX_TIMEOUT_DIGITS) return `${value}${unit}`;
    value = Math.ceil(value / nextUnit);
  }
  return `${Math.min(value, 10 ** MAX_TIMEOUT_DIGITS - 1)}H`;
}

function checkHeader(name: string, value: string): void {
  if (NAME.test(name) && VALUE.test(value) && !OF_HTTP1.includes(name)) return;
  throw new BenchError(
    'config-invalid',
    `"${name}" cannot be sent as gRPC metadata with this value`,
    {
      hint: 'names are lower-case letters, digits and -_. and none of HTTP/1.1’s own; values are printable ASCII',
    },
  );
}
