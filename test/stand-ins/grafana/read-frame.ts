/** One field of a decoded frame; NaN and infinities are themselves again. */
export interface ReadField {
  readonly name: string;
  readonly type: string;
  /** What a legend shows. */
  readonly shownName: string;
  readonly values: readonly unknown[];
}

export interface ReadFrame {
  readonly name: string;
  readonly isAnnotations: boolean;
  readonly fields: readonly ReadField[];
}

interface RawField {
  readonly name: string;
  readonly type?: string;
  readonly config?: { readonly displayNameFromDS?: string };
}
interface RawFrame {
  readonly schema?: {
    readonly name?: string;
    readonly meta?: { readonly dataTopic?: string };
    readonly fields?: readonly RawField[];
  };
  readonly data?: {
    readonly values?: readonly (readonly unknown[])[];
    readonly entities?: readonly (Readonly<Record<string, readonly number[]>> | null)[];
  };
}

const TYPES = ['time', 'number', 'string', 'boolean', 'enum', 'other'];
const ENTITIES = {
  NaN: Number.NaN,
  Inf: Number.POSITIVE_INFINITY,
  NegInf: Number.NEGATIVE_INFINITY,
} as const;

/** DataFrameJSON as the viewer decodes it, and stricter: what it would draw wrongly is refused. */
export function readFrame(json: unknown): ReadFrame {
  const { schema, data } = json as RawFrame;
  if (!schema?.fields) throw new Error('JSON needs a fields definition');
  const fields = schema.fields.map((field, place) => readField(field, place, data));
  const lengths = new Set(fields.map(({ values }) => values.length));
  if (lengths.size > 1) throw new Error(`columns of ${[...lengths].join(' and ')} values`);
  const names = fields.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new Error(`twice the same field: ${names}`);
  const isAnnotations = schema.meta?.dataTopic === 'annotations';
  return { name: schema.name ?? '', isAnnotations, fields };
}

function readField(field: RawField, place: number, data: RawFrame['data']): ReadField {
  const { name, type = 'other', config } = field;
  if (name === '') throw new Error('a field without a name');
  if (!TYPES.includes(type)) throw new Error(`a field of type ${type}`);
  const column = data?.values?.[place];
  if (!column) throw new Error(`no values of field ${name}`);
  const values: unknown[] = [...column];
  for (const [entity, places] of Object.entries(data?.entities?.[place] ?? {})) {
    for (const index of places) {
      if (values[index] !== null) throw new Error(`${entity} stands where a value is`);
      values[index] = ENTITIES[entity as keyof typeof ENTITIES];
    }
  }
  checkValues(name, type, values);
  return { name, type, shownName: config?.displayNameFromDS ?? name, values };
}

/** The year 2000 and after, in milliseconds: seconds and nanoseconds would be off the axis. */
function isTime(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 946_684_800_000 && Number(value) < 4e12;
}

function checkValues(name: string, type: string, values: readonly unknown[]): void {
  const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
    time: isTime,
    number: (value) => value === null || typeof value === 'number',
    string: (value) => typeof value === 'string',
    boolean: (value) => typeof value === 'boolean',
  };
  const wrong = values.find((value) => !(fits[type]?.(value) ?? true));
  if (wrong !== undefined) throw new Error(`${String(wrong)} in field ${name} of type ${type}`);
}
