import { htmlAttribute, htmlText } from '../escape.ts';

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One SVG element as text. Numbers are rounded to a tenth of a pixel: smaller is not seen. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${htmlAttribute(attributeText(value ?? ''))}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

function attributeText(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}

export function label(text: string, attributes: Attributes): string {
  return element('text', attributes, htmlText(text));
}

/** Shown on hover, without any script. */
export function hint(text: string): string {
  return element('title', {}, htmlText(text));
}
