/** Blocks beside each other where there is room. */
export function columns(blocks: readonly string[]): string {
  if (blocks.length === 0) return '';
  return `<div class="columns">${blocks.map((block) => `<div>${block}</div>`).join('\n')}</div>`;
}
