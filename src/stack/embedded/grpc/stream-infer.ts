import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { ServerClock } from '../clock.ts';
import type { ModelRegistry } from '../model-registry.ts';
import { asRefusal, type Refusal } from '../refusal.ts';
import { inferCall } from './infer-call.ts';
import { type ModelInferRequest, type ModelInferResponse, UNREADABLE } from './messages.ts';

interface StreamResponse {
  readonly error_message?: string;
  readonly infer_response: Partial<ModelInferResponse>;
}

const FINAL = { triton_final_response: { bool_param: true } };

/** ModelStreamInfer: every message is a request of its own; an error is an answer, not the stream's end. */
export function streamInfer(
  registry: ModelRegistry,
  clock: ServerClock,
  stream: ServerDuplexStream<ModelInferRequest | typeof UNREADABLE, StreamResponse>,
): void {
  const cancels = new Set<() => void>();
  let hasEnded = false;
  const endIfDone = () => {
    if (hasEnded && cancels.size === 0) stream.end();
  };
  stream.on('data', (received: ModelInferRequest | typeof UNREADABLE) => {
    const message = received === UNREADABLE ? {} : received;
    let cancel: (() => void) | undefined;
    const finish = (response: StreamResponse) => {
      if (cancel) cancels.delete(cancel);
      if (!stream.cancelled) stream.write(response);
      endIfDone();
    };
    const refuse = (refusal: Refusal) =>
      finish({ error_message: refusal.message, infer_response: { id: message.id ?? '' } });
    try {
      cancel = inferCall(registry, clock, message, {
        answer: (response) => finish({ infer_response: { ...response, parameters: FINAL } }),
        refuse,
      });
      cancels.add(cancel);
    } catch (error) {
      refuse(asRefusal(error));
    }
  });
  stream.on('end', () => {
    hasEnded = true;
    endIfDone();
  });
  stream.on('error', () => undefined);
  stream.on('cancelled', () => {
    for (const cancel of cancels) cancel();
  });
}
