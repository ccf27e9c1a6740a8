import { HIDDEN, withoutCredentials } from '../contract/without-secrets.ts';

const HEADER_IN_ONE_WORD = /^--header=([^=]*)/;

/** The command as a POSIX shell takes it, fit to be kept: no header's value, no password in an address. */
export function shownCommand(argv: readonly string[]): string {
  const words = argv.map((word, place) => {
    if (argv[place - 1] === '--header') return hiddenHeader(word);
    const name = HEADER_IN_ONE_WORD.exec(word)?.[1];
    return name === undefined ? withoutCredentials(word) : `--header=${name}=${HIDDEN}`;
  });
  return ['bench', ...words].map(quoteForShell).join(' ');
}

function hiddenHeader(word: string): string {
  return `${word.split('=', 1)[0]}=${HIDDEN}`;
}

/** A word as a POSIX shell reads it back. */
function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
