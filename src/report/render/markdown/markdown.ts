import type { ResultDocument } from '../../../contract/result-document.ts';
import { type MarkdownSection, markdownSections } from './markdown-sections.ts';

/** GitHub refuses comments of 65,536 characters; a caller may want to put something around ours. */
const MOST_CHARACTERS = 60_000;

/**
 * A report that reads well raw and on GitHub and GitLab. Never longer than 60,000 characters: whole
 * sections are left out from the end, and their names are said.
 */
export function markdown(doc: ResultDocument): string {
  const sections = markdownSections(doc);
  for (let kept = mostThatFit(sections); kept > 0; kept -= 1) {
    const text = joined(sections.slice(0, kept), sections.slice(kept));
    if (text.length <= MOST_CHARACTERS) return text;
  }
  return joined([], sections);
}

/** As many as fit without a word of what is left out. */
function mostThatFit(sections: readonly MarkdownSection[]): number {
  let length = 0;
  const tooMany = sections.findIndex(({ body }) => {
    length += body.length;
    return length > MOST_CHARACTERS;
  });
  return tooMany < 0 ? sections.length : tooMany;
}

function joined(kept: readonly MarkdownSection[], left: readonly MarkdownSection[]): string {
  const titles = [...new Set(left.map(({ title }) => title))].join(', ');
  const note = `*Left out to stay below the size limit: ${titles}. The other files of this result have them.*`;
  const bodies = kept.map(({ body }) => body);
  return `${[...bodies, ...(left.length > 0 ? [note] : [])].join('\n\n')}\n`;
}
