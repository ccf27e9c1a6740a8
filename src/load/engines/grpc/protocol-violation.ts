/**
 * The peer broke a rule of HTTP/2 or HPACK: the connection ends with GOAWAY `errorCode`, and `message`
 * says which rule. Thrown by the parsers, caught by the connection, seen by nobody else.
 */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
  readonly errorCode: number;

  constructor(errorCode: number, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}
