import { HEADER, type HeaderField } from './hpack/header-field.ts';
import type { HeaderSink } from './hpack/hpack-decoder.ts';

/** gRPC: a status that is no number counts as UNKNOWN. */
const UNREADABLE_STATUS = 2;

/** What one header block of an answer said; used again for every block. */
export class AnswerHeaders implements HeaderSink {
  /** -1 where there was none. */
  httpStatus = -1;
  grpcStatus = -1;
  grpcMessage = '';
  grpcEncoding = '';
  contentType = '';
  /** The first header that HTTP/2 does not allow here; '' when all are good. */
  flaw = '';
  #hasRegular = false;

  reset(): void {
    this.httpStatus = -1;
    this.grpcStatus = -1;
    this.grpcMessage = '';
    this.grpcEncoding = '';
    this.contentType = '';
    this.flaw = '';
    this.#hasRegular = false;
  }

  header(field: HeaderField): void {
    if (field.meaning === HEADER.status) {
      if (this.#hasRegular || this.httpStatus >= 0 || field.code < 100) this.flaw ||= field.name;
      this.httpStatus = field.code;
      return;
    }
    this.#hasRegular = true;
    switch (field.meaning) {
      case HEADER.other:
        return;
      case HEADER.grpcStatus:
        this.grpcStatus = field.code < 0 ? UNREADABLE_STATUS : field.code;
        return;
      case HEADER.grpcMessage:
        this.grpcMessage = field.value;
        return;
      case HEADER.contentType:
        this.contentType = field.value;
        return;
      case HEADER.grpcEncoding:
        this.grpcEncoding = field.value;
        return;
      default:
        this.flaw ||= field.name;
    }
  }
}
