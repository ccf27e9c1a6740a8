import { z } from 'zod';
import { headerMistakes } from './header-mistakes.ts';
import { type Gate, parseGate, printGate } from './slo.ts';
import { parseStages, printStages, type Stage } from './stages.ts';
import { parseShapes } from './tensor-shapes.ts';
import { formatDurationMs, parseDurationMs } from './units.ts';

/** "30s" ⇄ milliseconds. */
export const duration = z.codec(z.string(), z.number(), {
  decode(text, context) {
    const ms = parseDurationMs(text);
    if (ms !== undefined) return ms;
    const message = /^\d+(\.\d+)?$/.test(text)
      ? `"${text}" has no unit; write ${text}s or ${text}ms`
      : `"${text}" is not a duration; write one like 30s, 500ms or 1m30s`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  },
  encode: formatDurationMs,
});

/** "p99<10ms" ⇄ a gate. */
export const gate = z.codec(z.string(), z.custom<Gate>(), {
  decode(text, context) {
    const parsed = parseGate(text);
    if (typeof parsed !== 'string') return parsed;
    context.issues.push({ code: 'custom', message: parsed, input: text });
    return z.NEVER;
  },
  encode: printGate,
});

/** "0-200/30s,200/60s" ⇄ stages. */
export const stages = z.codec(z.string(), z.custom<readonly Stage[]>(), {
  decode(text, context) {
    const parsed = parseStages(text);
    if (typeof parsed !== 'string') return parsed;
    context.issues.push({ code: 'custom', message: parsed, input: text });
    return z.NEVER;
  },
  encode: printStages,
});

export const url = z.string().regex(/^https?:\/\/\S+$/, 'must start with http:// or https://');

/** "image:3,224,224", one for each input. */
export const shapes = z.array(z.string().min(1)).superRefine((words, context) => {
  const parsed = parseShapes(words);
  if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: parsed });
});

/** Names and values that HTTP can carry. */
export const headers = z.record(z.string(), z.string()).superRefine((given, context) => {
  for (const message of headerMistakes(given)) context.addIssue({ code: 'custom', message });
});
