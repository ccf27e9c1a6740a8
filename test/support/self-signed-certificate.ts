import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** ASN.1 DER tags (X.690), as far as a certificate needs them. */
const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
};
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const SUBJECT_ALT_NAME = '551d11';
const BASIC_CONSTRAINTS = '551d13';

function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...shortestLength(body.length)]), body]);
}

/** DER knows one form of each length; Go and BoringSSL refuse any other. */
function shortestLength(length: number): number[] {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
}

const sequence = (...content: Buffer[]) => der(TAG.sequence, ...content);
const objectId = (hex: string) => der(TAG.objectId, Buffer.from(hex, 'hex'));
const text = (tag: number, value: string) => der(tag, Buffer.from(value));

/**
 * A key and a certificate that vouches for itself (RFC 5280), for these names and addresses. Made here
 * so that tests of TLS need no openssl on the machine.
 */
export function selfSignedCertificate(names: readonly string[]): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(ECDSA_WITH_SHA256));
  const commonName = sequence(objectId(COMMON_NAME), text(TAG.utf8, names[0] ?? ''));
  const subject = sequence(der(TAG.set, commonName));
  const years = sequence(text(TAG.utcTime, '200101000000Z'), text(TAG.utcTime, '491231235959Z'));
  const isAuthority = sequence(
    objectId(BASIC_CONSTRAINTS),
    der(TAG.octetString, sequence(der(TAG.boolean, Buffer.from([255])))),
  );
  const alternatives = sequence(
    objectId(SUBJECT_ALT_NAME),
    der(TAG.octetString, sequence(...names.map(generalName))),
  );
  const version3 = der(0xa0, der(TAG.integer, Buffer.from([2])));
  const serial = der(TAG.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const toBeSigned = sequence(
    version3,
    serial,
    algorithm,
    subject,
    years,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(isAuthority, alternatives)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', toBeSigned, privateKey)]);
  const certificate = sequence(toBeSigned, algorithm, der(TAG.bitString, signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

function generalName(name: string): Buffer {
  if (isIP(name) === 4) return der(0x87, Buffer.from(name.split('.').map(Number)));
  if (isIP(name) === 6) return der(0x87, Buffer.from(ipv6Words(name)));
  return text(0x82, name);
}

function ipv6Words(address: string): number[] {
  const [left = '', right = ''] = address.split('::');
  const words = (part: string) => (part === '' ? [] : part.split(':').map((w) => Number(`0x${w}`)));
  const [head, tail] = [words(left), words(right)];
  const zeros = Array<number>(8 - head.length - tail.length).fill(0);
  return [...head, ...zeros, ...tail].flatMap((word) => [word >> 8, word & 255]);
}
