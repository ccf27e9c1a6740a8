import { ERROR_CODE } from './http2-codes.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const TLS_ALERT = 0x15;
const TLS_HANDSHAKE = 0x16;

/**
 * Throws a ProtocolViolation that names what the server speaks when its first bytes are no SETTINGS
 * frame: such a frame is far shorter than 64 KiB, so an HTTP/2 server's first byte is always 0.
 */
export function refuseForeignGreeting(bytes: Buffer, length: number): void {
  const first = bytes[0];
  if (first === 0) return;
  throw new ProtocolViolation(ERROR_CODE.protocolError, describe(bytes, length));
}

function describe(bytes: Buffer, length: number): string {
  const first = bytes[0];
  const text = bytes.toString('latin1', 0, Math.min(length, 8));
  if (text.startsWith('HTTP/') || 'HTTP/'.startsWith(text)) {
    return `the server answered ${text.length === 8 ? text : 'HTTP/1.1'}, not HTTP/2`;
  }
  if (first === TLS_ALERT || first === TLS_HANDSHAKE) return 'the server answered TLS';
  return 'the server answered something that is not HTTP/2';
}
