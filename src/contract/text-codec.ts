import { z } from 'zod';

/**
 * A value that users write as text ⇄ what it means.
 * @param parse a string says what is wrong with the text, for the error message
 */
export function textCodec<Value extends object | number>(
  parse: (text: string) => Value | string,
  print: (value: Value) => string,
) {
  return z.codec(z.string(), z.custom<Value>(), {
    decode(text, context) {
      const parsed = parse(text);
      if (typeof parsed !== 'string') return parsed;
      context.issues.push({ code: 'custom', message: parsed, input: text });
      return z.NEVER;
    },
    encode: print,
  });
}
