import type { ServerResponse } from 'node:http';
import type { Refusal } from '../refusal.ts';

const JSON_TYPE = 'application/json';

export function sendText(response: ServerResponse, text: string, contentType: string): void {
  send(response, 200, Buffer.from(text), ['Content-Type', contentType]);
}

/** 64-bit numbers that a double cannot hold are rounded, as every reader of JSON would. */
export function sendJson(response: ServerResponse, value: unknown): void {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint' ? Number(member) : member,
  );
  sendText(response, text, JSON_TYPE);
}

export function sendError(response: ServerResponse, status: number, message: string): void {
  const body = Buffer.from(JSON.stringify({ error: message }));
  send(response, status, body, ['Content-Type', JSON_TYPE]);
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  sendError(response, refusal.httpStatus, refusal.message);
}

/** An answer whose connection cannot be used again: the rest of the request is not wanted. */
export function sendLastError(response: ServerResponse, status: number, message: string): void {
  response.shouldKeepAlive = false;
  sendError(response, status, message);
}

export function send(
  response: ServerResponse,
  status: number,
  body: Buffer,
  headers: readonly (string | number)[],
): void {
  if (response.headersSent || response.destroyed) return;
  response.sendDate = false;
  response.writeHead(status, [...headers, 'Content-Length', body.length] as unknown as string[]);
  response.end(body);
}
