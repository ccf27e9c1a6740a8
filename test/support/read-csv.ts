/** A plain reader of RFC 4180, strict: what is between quotes, and what is not, character by character. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      const [cell, end] = text[at] === '"' ? quoted(text, at + 1) : plain(text, at);
      row.push(cell);
      at = end;
      if (text[at] !== ',') break;
      at += 1;
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`no line end at ${at}`);
    at += 2;
    rows.push(row);
  }
  return rows;
}

function quoted(text: string, start: number): [string, number] {
  const end = /^(?:[^"]|"")*"/.exec(text.slice(start))?.[0];
  if (end === undefined) throw new Error(`a quote is never closed, from ${start}`);
  return [end.slice(0, -1).replaceAll('""', '"'), start + end.length];
}

function plain(text: string, start: number): [string, number] {
  const cell = /^[^",\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  return [cell, start + cell.length];
}
