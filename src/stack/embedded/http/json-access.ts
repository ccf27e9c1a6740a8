import { Refusal } from '../refusal.ts';

/** Reading a request's JSON as Triton does: what is missing or of another type ends it, in its words. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** undefined where there is no such member, or where there can be none. */
export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function unparsable(what: string, why: string): Refusal {
  return new Refusal('INTERNAL', `Unable to parse '${what}': ${why}`);
}

function required(parent: unknown, name: string): unknown {
  const value = memberOf(parent, name);
  if (value !== undefined) return value;
  throw unparsable(name, `attempt to access non-existing object member '${name}'`);
}

export function requiredString(parent: unknown, name: string): string {
  const value = required(parent, name);
  if (typeof value === 'string') return value;
  throw unparsable(name, 'attempt to access JSON non-string as string');
}

export function asArray(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw unparsable(name, 'attempt to access JSON non-array as array');
}

export function requiredArray(parent: unknown, name: string): readonly unknown[] {
  return asArray(required(parent, name), name);
}

export function asUnsigned(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw unparsable(name, 'attempt to access JSON non-unsigned-integer as unsigned-integer');
}

export function asBoolean(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  throw unparsable(name, 'attempt to access JSON non-boolean as boolean');
}
