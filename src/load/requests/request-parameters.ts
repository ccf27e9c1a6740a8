/** Parameters of every request, such as priority or timeout; a server knows which it takes. */
export type RequestParameters = Readonly<Record<string, boolean | number | string>>;

/** Texts → what they look like: true and false, numbers, and texts. Whole numbers travel as int64. */
export function parseParameters(texts: Readonly<Record<string, string>>): RequestParameters {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, parameterValue(text)]),
  );
}

function parameterValue(text: string): boolean | number | string {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  const isExact = Number.isInteger(number) ? Number.isSafeInteger(number) : Number.isFinite(number);
  return isExact ? number : text;
}
