import { resolve } from 'node:path';
import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { BenchError } from '../contract/bench-error.ts';
import type { JobFile } from '../contract/jobs/job-file.ts';
import { keyLines } from './key-lines.ts';
import { readSmallFile } from './read-small-file.ts';

const DEFAULT_CONFIG_FILE = 'bench.yaml';
/** Larger than what a person writes by hand, small enough for YAML to be read in a second. */
const LIMIT_KIB = 256;

/** A configuration file as it was written: values, and the line each key stands on. */
export interface ConfigFile extends JobFile {
  readonly name: string;
}

/**
 * Reads `bench.yaml` (or the file named). Undefined when none was named and there is none.
 * @throws BenchError 'config-invalid' for a file that cannot be read or is not a YAML map
 */
export function readConfigFile(cwd: string, named: string | undefined): ConfigFile | undefined {
  const name = named ?? DEFAULT_CONFIG_FILE;
  try {
    const text = readSmallFile(resolve(cwd, name), LIMIT_KIB * 1024);
    if (text !== undefined) return parseConfigFile(name, text);
    throw new BenchError('config-invalid', `${name} is larger than ${LIMIT_KIB} KiB`, {
      hint: 'a configuration is a few lines of key: value; check the path given to --config',
    });
  } catch (cause) {
    if (cause instanceof BenchError) throw cause;
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && named === undefined) return undefined;
    throw new BenchError('config-invalid', `cannot read the configuration file ${name}`, {
      hint: missing ? 'check the path given to --config' : 'check that it is a file you may read',
      cause,
    });
  }
}

/** Pure: YAML text → values and lines. */
function parseConfigFile(name: string, text: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    // The library's own words here are for programmers.
    const words = error.code === 'MULTIPLE_DOCS' ? 'a second document begins' : error.message;
    throw notUsable(`${name}:${line}:${col}: ${words}`);
  }
  refuseAncestor(document, name, lines);
  const root = document.contents;
  if (root !== null && !isMap(root)) {
    throw new BenchError('config-invalid', `${name}: not a list of key: value lines`, {
      hint: 'write for example "qps: 200"',
    });
  }
  const lineOf = keyLines(root, lines);
  const placeOf = (path: readonly string[]) => `${name}:${lineOf(path)}`;
  return { name, values: valuesOf(document, name), placeOf };
}

/** JavaScript keeps an object's ancestor under this name: such a value would be lost without a word. */
function refuseAncestor(document: Document, name: string, lines: LineCounter): void {
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || key.value !== '__proto__') return;
      const { line, col } = lines.linePos(key.range?.[0] ?? 0);
      throw notUsable(`${name}:${line}:${col}: __proto__ cannot be a key`);
    },
  });
}

/** Aliases are only followed here, and only so far. */
function valuesOf(document: Document, name: string): Record<string, unknown> {
  try {
    return document.toJS() ?? {};
  } catch (cause) {
    throw notUsable(`${name}: ${(cause as Error).message}`);
  }
}

function notUsable(message: string): BenchError {
  const hint = 'mend the YAML; one key: value a line';
  return new BenchError('config-invalid', message, { hint });
}
