import assert from 'node:assert/strict';

/** Elements with their attributes; throws for what is not well-formed in the little XML there is here. */
export function elements(xml: string): string[] {
  const parts = xml.split(/(<[^<>]*>)/);
  const open: string[] = [];
  return parts.flatMap((part, index) => {
    if (index % 2 === 0) {
      assert.match(part, /^\s*$/, 'no text outside attributes');
      return [];
    }
    if (part.startsWith('<?')) return [];
    assert.match(part, /^<\/?[a-z-]+( [a-z]+="[^"<]*")*\/?>$/);
    assert.doesNotMatch(part, /&(?!(?:amp|lt|gt|quot|#39);)/);
    const name = /[a-z-]+/.exec(part)?.[0] ?? '';
    if (part.startsWith('</')) assert.equal(open.pop(), name);
    else if (!part.endsWith('/>')) open.push(name);
    return [name];
  });
}
