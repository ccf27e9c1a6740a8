/** Outside text made fit for an error message: one line, no control characters, not endless. */
export function shownText(text: string, maxLength = 200): string {
  const oneLine = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return oneLine.length <= maxLength ? oneLine : `${oneLine.slice(0, maxLength)}…`;
}

/** An address without the user name and password that may stand in it. */
export function shownUrl(url: string): string {
  return shownText(url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1'), 500);
}
