import type { z } from 'zod';
import { runOptionsSchema } from '../contract/run-options.ts';

/** How one configuration key looks as a flag; everything is read off the schema. */
export interface OptionFlag {
  readonly key: string;
  /** --batch-size <n>; --insecure where there is nothing but yes to say, --no-grafana nothing but no. */
  readonly usage: string;
  readonly group: string;
  readonly description: string;
  readonly kind: ValueKind;
}

/** text-list: items may be given in one word, with commas; word-list: a word is an item as it stands. */
export type ValueKind =
  | 'text'
  | 'number'
  | 'text-list'
  | 'word-list'
  | 'number-list'
  | 'pairs'
  | 'boolean';

interface Definition {
  readonly type: string;
  readonly innerType?: { readonly def: Definition };
  readonly element?: { readonly def: Definition };
  readonly entries?: Readonly<Record<string, string>>;
  readonly defaultValue?: unknown;
}

const WRAPPERS = ['optional', 'default', 'prefault'];

function unwrap(definition: Definition): Definition {
  return WRAPPERS.includes(definition.type) && definition.innerType
    ? unwrap(definition.innerType.def)
    : definition;
}

function kindOf(definition: Definition): ValueKind {
  switch (definition.type) {
    case 'number':
    case 'union':
      return 'number';
    case 'array':
      return definition.element?.def.type === 'number' ? 'number-list' : 'text-list';
    case 'record':
      return 'pairs';
    case 'boolean':
      return 'boolean';
    default:
      return 'text';
  }
}

function shownDefault({ defaultValue }: Definition): string {
  if (defaultValue === undefined || typeof defaultValue === 'boolean') return '';
  const words = String(Array.isArray(defaultValue) ? defaultValue.join(', ') : defaultValue);
  return words === '' || words === '[object Object]' ? '' : ` (default ${words})`;
}

/** batchSize → batch-size */
export function kebab(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Every option of a run, or of another schema, in the schema's order. */
export function optionFlags(options: z.ZodObject = runOptionsSchema): OptionFlag[] {
  return Object.entries(options.shape).map(([key, schema]) => {
    const outer = schema.def as unknown as Definition;
    const inner = unwrap(outer);
    const meta = schema.meta() ?? {};
    const kind = meta.wholeWords ? 'word-list' : kindOf(inner);
    const isRefused = outer.defaultValue === true;
    const description = `${meta.description ?? ''}${shownDefault(outer)}`;
    return {
      key,
      usage: `--${isRefused ? 'no-' : ''}${kebab(key)}${shownValue(kind, inner, meta.placeholder)}`,
      group: String(meta.group ?? 'Other'),
      description: isRefused ? `do not ${description}` : description,
      kind,
    };
  });
}

function shownValue(kind: ValueKind, { entries }: Definition, placeholder: unknown): string {
  if (kind === 'boolean') return '';
  return ` <${placeholder ?? Object.keys(entries ?? { value: '' }).join('|')}>`;
}
