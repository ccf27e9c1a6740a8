/** Makes control characters and escape codes of outside texts visible, so that none reach a terminal. */
export function visible(text: string): string {
  // biome's control-character rule is about regular expressions; code points are compared instead.
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const isControl = (code < 0x20 && code !== 0x09) || (code >= 0x7f && code < 0xa0);
      return isControl ? `\\x${code.toString(16).padStart(2, '0')}` : character;
    })
    .join('');
}
