/**
 * The only place that escapes, one function for each place text can land in. Model names, error
 * messages and labels come from servers and users: they are shown as text, whatever they say.
 */

/** Control, direction and invisible separator characters, and halves of surrogate pairs. */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;
const SHORT_FORM: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** What an eye or a terminal would not show as itself, in the notation of a string literal. */
function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return SHORT_FORM[character] ?? (code < 256 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
  });
}

/** For a terminal: no escape code gets through. */
export function terminalText(text: string): string {
  return visible(text);
}

const MARKUP_ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text between HTML or SVG tags. */
export function htmlText(text: string): string {
  return visible(text).replace(/[&<>]/g, (character) => MARKUP_ENTITY[character] ?? '');
}

/** For the value of an HTML or SVG attribute in double quotes. */
export function htmlAttribute(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => MARKUP_ENTITY[character] ?? '');
}

/**
 * For a JSON text without line breaks inside a script element of type application/json: it cannot end
 * the element, and no character of it is invisible in the source of the page.
 */
export function scriptJson(json: string): string {
  return json
    .replaceAll('<', '\\u003c')
    .replace(INVISIBLE, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * What means something in Markdown: a mark at the start of a line, the beginnings of tags, entities
 * and bare links, what GitHub and GitLab link by themselves (@name, #1), and markup anywhere.
 */
const MARKDOWN_MARK =
  /^\s*(?:>|(?:[-+=#]+|\d+[.)])(?=\s|$))|([@#!])(?=\w)|<(?=[a-z/!?])|&(?=[#a-z])|:(?=\/\/)|(?<=www)\.|(?<![a-z0-9])_|_(?![a-z0-9])|[`*[\]|~$\\{]/gi;

/**
 * For Markdown prose, also inside a table cell: shown as it is, and nobody is mentioned. Entities
 * instead of backslashes, because the latter are gone when mentions are looked for.
 */
export function markdownText(text: string): string {
  return visible(text)
    .trim()
    .replace(MARKDOWN_MARK, (mark, reference?: string) => {
      const entities = [...mark].map((one) => (one.trim() === '' ? one : entity(one))).join('');
      return reference === undefined ? entities : `<code>${entities}</code>`;
    });
}

/** For Markdown in a monospaced face, also inside a table cell: a literal of someone else's making. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  const plain = !/[`|\\]/.test(shown) && shown === shown.trim() && shown !== '';
  if (plain) return `\`${shown}\``;
  const entities = shown.replace(/[^\p{L}\p{N} ]/gu, entity);
  // The comment keeps what is before an @ from being taken for the name of a mailbox.
  return `<code>${entities.replaceAll(entity('@'), `<!-- -->${entity('@')}`)}</code>`;
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** For a Markdown code block: the fence is longer than any run of backticks inside. */
export function fencedCode(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${visible(text)}\n${fence}`;
}

/** For the value of an XML attribute in double quotes; XML 1.0 knows no other way for most controls. */
export function xmlAttribute(text: string): string {
  // Two characters that are no control characters, and that XML forbids all the same.
  const allowed = visible(text).replace(/[\ufffe\uffff]/g, '\ufffd');
  return allowed.replace(/[&<>"']/g, (character) => MARKUP_ENTITY[character] ?? '');
}

/**
 * For a cell of a CSV file (RFC 4180), always quoted: a reader that takes semicolons for separators
 * does not cut it either. What a spreadsheet would take for a formula gets an apostrophe before it.
 */
export function csvText(text: string): string {
  const shown = visible(text);
  const harmless = /^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/.test(shown) ? `'${shown}` : shown;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** For a name among others on one line of a log whose fields commas and spaces part. */
export function logTag(text: string): string {
  return text.replace(/[^\w.=+-]/g, '_');
}
