import { HIDDEN, withoutCredentials } from '../contract/without-secrets.ts';

/** Their words are name=value, and the value may be a secret. */
const SECRET_FLAGS = ['--header', '--triton-env'];
const SECRET_IN_ONE_WORD = new RegExp(`^(${SECRET_FLAGS.join('|')})=([^=]*)`);

/** The command as a POSIX shell takes it, fit to be kept: no header's value, no password in an address. */
export function shownCommand(argv: readonly string[]): string {
  const words = argv.map((word, place) => {
    if (SECRET_FLAGS.includes(argv[place - 1] ?? '')) return hiddenValue(word);
    const [, flag, name] = SECRET_IN_ONE_WORD.exec(word) ?? [];
    return flag === undefined ? withoutCredentials(word) : `${flag}=${name}=${HIDDEN}`;
  });
  return ['bench', ...words].map(quoteForShell).join(' ');
}

function hiddenValue(word: string): string {
  return `${word.split('=', 1)[0]}=${HIDDEN}`;
}

/** A word as a POSIX shell reads it back. */
function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
