/** The `--name=value` arguments of a stand-in for a server; any other argument ends it, as the real one. */
export function readArguments(known: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const argument of process.argv.slice(2)) {
    const [, name = '', value = ''] = /^--([\w.-]+)=(.*)$/s.exec(argument) ?? [];
    if (!known.includes(name)) {
      console.error(`unrecognized option '${argument}'`);
      process.exit(1);
    }
    found[name] = value;
  }
  return found;
}
