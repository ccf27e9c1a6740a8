const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Other values of these would make the request unreadable, and names with grpc- are gRPC's own. */
const OURS =
  /^(content-length|transfer-encoding|inference-header-content-length|content-encoding|te|grpc-.*)$/;

/** What is wrong with headers (RFC 9110 §5); never shows a value, which may be a secret. */
export function headerMistakes(headers: Readonly<Record<string, string>>): string[] {
  const lowerCase = Object.keys(headers).map((name) => name.toLowerCase());
  return Object.entries(headers).flatMap(([name, value], place) => {
    const shown = JSON.stringify(name);
    const lower = name.toLowerCase();
    if (!NAME.test(name)) return [`${shown} is not the name of a header`];
    if (!VALUE.test(value))
      return [`the value of ${shown} holds a line break or another character no header may hold`];
    if (OURS.test(lower))
      return [`${shown} cannot be chosen: it follows from the request itself; leave it out`];
    if (lowerCase.indexOf(lower) !== place) return [`${shown} is given twice`];
    return [];
  });
}
