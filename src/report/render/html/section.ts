import { htmlText } from '../escape.ts';

/** One part of the page: an anchor, a heading, and what stands under it. Empty when that is empty. */
export function section(id: string, title: string, ...content: readonly string[]): string {
  const body = content.filter((part) => part !== '').join('\n');
  if (body === '') return '';
  return `<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${htmlText(title)}</h2>
${body}
</section>`;
}

/** Folded away until asked for; printed unfolded. */
export function folded(summary: string, content: string): string {
  return content === ''
    ? ''
    : `<details><summary>${htmlText(summary)}</summary>\n${content}\n</details>`;
}
