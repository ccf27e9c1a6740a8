/** A place that is all of a line, or one within a line; not what GitHub fills itself: ${{ … }}. */
const PLACE = /^( *)\{\{([a-z-]+)\}\}$|(?<!\$)\{\{([a-z-]+)\}\}/gm;

/**
 * Fills the places of a template: {{from}} in a line, and whole texts where a place is all of a line, each of
 * their lines as far to the right as the place is.
 * @throws Error for a place that nobody fills: a template is part of the package
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACE, (_, indent: string = '', ofLine?: string, within?: string) => {
    const name = ofLine ?? within ?? '';
    const value = values[name];
    if (value === undefined) throw new Error(`nobody fills {{${name}}}`);
    return ofLine === undefined ? value : indented(value, indent);
  });
}

function indented(text: string, indent: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => (line === '' ? '' : indent + line)).join('\n');
}
