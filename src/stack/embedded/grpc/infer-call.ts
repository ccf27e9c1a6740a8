import type { ServerClock } from '../clock.ts';
import type { InferenceRequest } from '../inference-request.ts';
import type { ModelRegistry } from '../model-registry.ts';
import type { Refusal } from '../refusal.ts';
import { inferResponse, readInferMessage } from './infer-message.ts';
import type { ModelInferRequest, ModelInferResponse } from './messages.ts';

/** How a call of the model ends; exactly one of the two is called, once. */
export interface InferEnd {
  answer(response: ModelInferResponse): void;
  refuse(refusal: Refusal): void;
}

/**
 * Queues one message, unary or from a stream. Returns what drops it when its client leaves. Throws a
 * Refusal instead of queueing what cannot be served.
 */
export function inferCall(
  registry: ModelRegistry,
  clock: ServerClock,
  message: ModelInferRequest,
  end: InferEnd,
): () => void {
  const startNs = clock.nowNs();
  const model = registry.find(message.model_name ?? '', message.model_version ?? '');
  const { id, inputs, outputs, priority, timeoutUs } = readInferMessage(model.name, message);
  const request: InferenceRequest = {
    id,
    inputs,
    rawInput: undefined,
    outputs,
    priority,
    timeoutUs,
    startNs,
    cancelled: false,
    answer: (tensors) => end.answer(inferResponse(model, id, tensors)),
    refuse: (refusal) => end.refuse(refusal),
  };
  model.infer(request);
  return () => model.cancel(request);
}
