/** Where a page of the tool's own is served. */
export interface ListenAddress {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = '127.0.0.1';
const EXAMPLE = 'write a port such as 9464, or host:port';

/** Whether only this machine can reach it. */
export function isLoopbackAddress({ host }: ListenAddress): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

/** "9464" → 127.0.0.1:9464; "0.0.0.0:9464", "[::1]:9464". A string says what is wrong. */
export function parseListenAddress(text: string): ListenAddress | string {
  const [, bracketed, plain, digits] =
    /^(?:(?:\[([\da-fA-F:.]+)\]|([\w.-]+)):)?(\d{1,5})$/.exec(text) ?? [];
  if (digits === undefined) return `"${text}" is no place to serve a page at; ${EXAMPLE}`;
  const port = Number(digits);
  if (port < 1 || port > 65_535) return `${digits} is no port; ${EXAMPLE}`;
  return { host: bracketed ?? plain ?? LOOPBACK, port };
}

/** An address as a user writes it; `parseListenAddress` reads it back. */
export function printListenAddress({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
