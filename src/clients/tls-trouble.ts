/** Whether the words of an error speak of TLS or of a certificate that does not verify. */
export function isTlsTrouble(words: string): boolean {
  return /CERT|SIGNATURE|SSL|TLS|EPROTO|altnames/i.test(words);
}

/** What to do about it; `plain` is the scheme of a server without TLS. */
export function tlsHint(plain: 'http' | 'grpc'): string {
  return `trust the server's certificate with --ca file.pem, or do not check it with --insecure; a server without TLS wants ${plain}://`;
}
