import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerClock } from '../clock.ts';
import type { InferenceRequest } from '../inference-request.ts';
import type { ModelRegistry } from '../model-registry.ts';
import { asRefusal, invalid, type Refusal } from '../refusal.ts';
import { printInferAnswer } from './infer-answer.ts';
import { type InferBody, parseInferBody } from './infer-body.ts';
import { send, sendRefusal } from './send.ts';

const HEADER_LENGTH = 'inference-header-content-length';

/** POST /v2/models/<name>[/versions/<version>]/infer, once the whole body is there. */
export function handleInfer(
  registry: ModelRegistry,
  clock: ServerClock,
  target: { readonly name: string; readonly version: string },
  message: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const startNs = clock.nowNs();
  try {
    const model = registry.find(target.name, target.version);
    const jsonBytes = jsonLength(message, body.length);
    const parsed = parseInferBody(model.name, body, jsonBytes);
    const request = inferenceRequest(parsed, startNs, response, model);
    model.infer(request);
    response.on('close', () => {
      if (!response.writableEnded) model.cancel(request);
    });
  } catch (error) {
    sendRefusal(response, asRefusal(error));
  }
}

/** As C++ reads a number: leading digits count, and no digits are 0. */
function jsonLength(message: IncomingMessage, bodyLength: number): number {
  const text = message.headers[HEADER_LENGTH];
  if (text === undefined) return bodyLength;
  const length = Number.parseInt(String(text), 10) || 0;
  if (length >= 0 && length <= bodyLength) return length;
  throw invalid(
    `inference header size should be in range (0, ${bodyLength}), got: ${String(text).trim()}`,
  );
}

function inferenceRequest(
  body: InferBody,
  startNs: number,
  response: ServerResponse,
  model: { readonly name: string; readonly version: string },
): InferenceRequest {
  return {
    id: body.id,
    inputs: body.inputs,
    rawInput: body.rawInput,
    outputs: body.outputs,
    priority: body.priority,
    timeoutUs: body.timeoutUs,
    startNs,
    cancelled: false,
    answer(outputs) {
      try {
        const answer = printInferAnswer(model, body, outputs);
        if (answer.jsonBytes === undefined) {
          send(response, 200, answer.body, ['Content-Type', 'application/json']);
        } else {
          send(response, 200, answer.body, [
            'Content-Type',
            'application/octet-stream',
            'Inference-Header-Content-Length',
            answer.jsonBytes,
          ]);
        }
      } catch (error) {
        sendRefusal(response, asRefusal(error));
      }
    },
    refuse: (refusal: Refusal) => sendRefusal(response, refusal),
  };
}
