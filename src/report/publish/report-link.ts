/** Where the full report is. */
export interface ReportLink {
  readonly url: string;
  /** A link whose address cannot end it. */
  readonly markdown: string;
}

/** null for what is no address of the web: no script gets into a link, and no password. */
export function reportLink(address: string): ReportLink | null {
  if (!URL.canParse(address)) return null;
  const parsed = new URL(address);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null;
  parsed.username = '';
  parsed.password = '';
  const url = parsed.href.replace(/[()<>[\]`|\\'"@*_~]/g, percentEncoded);
  return { url: parsed.href, markdown: `[Full report](${url})` };
}

function percentEncoded(character: string): string {
  const hex = character.charCodeAt(0).toString(16).toUpperCase();
  return `%${hex.padStart(2, '0')}`;
}
