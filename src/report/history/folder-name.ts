/** What every file system and every shell in quotation marks takes as it is. */
const PLAIN = /[A-Za-z0-9_.,=()+@ -]/;
/** What means something to a system where it stands first, or is lost where it stands last. */
const FIRST_OR_LAST = /^[. -]|[. ]$/g;

/**
 * Any text as the name of one file or folder: never a path, never hidden, different for different texts
 * (on a file system that tells A from a). Other characters are written as in an address: "a/b" → "a%2Fb".
 */
export function folderName(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')];
  const plain = bytes.map((byte) => {
    const character = String.fromCharCode(byte);
    return PLAIN.test(character) ? character : escaped(byte);
  });
  return plain.join('').replace(FIRST_OR_LAST, (one) => escaped(one.charCodeAt(0)));
}

/** The text that `folderName` was given; null for a name it never gives. */
export function textOfFolderName(name: string): string | null {
  try {
    const text = decodeURIComponent(name);
    return folderName(text) === name ? text : null;
  } catch {
    return null;
  }
}

function escaped(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
