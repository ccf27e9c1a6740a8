import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';
import { completeConfig } from './complete-config.ts';
import type { Finding } from './finding.ts';
import { type OnnxHeader, readOnnxHeader } from './onnx/read-onnx-header.ts';
import { parsePbtxt } from './pbtxt/parse-pbtxt.ts';
import { PbtxtSyntaxError } from './pbtxt/pbtxt-node.ts';
import type { ModelVersion, RepositoryModel } from './repository-model.ts';
import type { DecodedMessage } from './schema/config-value.ts';
import { decodeMessage } from './schema/decode-message.ts';
import { modelConfigSchema } from './schema/model-config-schema.ts';

const CONFIG_FILE = 'config.pbtxt';
const VERSION_FOLDER = /^[1-9]\d*$/;
const LAYOUT = 'a repository holds <model>/config.pbtxt and <model>/<version>/model.onnx';

/**
 * Reads every model of a repository, in the order of their names; nothing is judged yet. Raises a
 * BenchError 'config-invalid' when the folder is missing or holds no model.
 */
export async function readRepository(folder: string): Promise<readonly RepositoryModel[]> {
  const root = resolve(folder);
  const names = await foldersIn(root).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there is no such folder' : cause.message;
    const message = `no model repository at ${root}: ${why}`;
    throw new BenchError('config-invalid', message, { hint: `name one; ${LAYOUT}`, cause });
  });
  if (names.length === 0) {
    const message = `the model repository ${root} holds no model`;
    throw new BenchError('config-invalid', message, { hint: LAYOUT });
  }
  return Promise.all(names.map((name) => readModel(join(root, name))));
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders: string[] = [];
  for (const entry of entries) {
    const isFolder = entry.isSymbolicLink()
      ? await stat(join(folder, entry.name)).then(
          (target) => target.isDirectory(),
          () => false,
        )
      : entry.isDirectory();
    if (isFolder && !entry.name.startsWith('.')) folders.push(entry.name);
  }
  return folders.sort();
}

async function readModel(folder: string): Promise<RepositoryModel> {
  const findings: Finding[] = [];
  const configFile = join(folder, CONFIG_FILE);
  const text = await readRegular(configFile)
    .then(String)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') findings.push(unreadable(configFile, error));
      return undefined;
    });
  const decoded = text === undefined ? undefined : decodeConfig(configFile, text, findings);
  const named = decoded?.message.default_model_filename;
  const versions = await readVersions(folder, String(named || 'model.onnx'), findings);
  const configIsReadable = findings.every(({ file }) => file !== configFile);
  const around = {
    folderName: basename(folder),
    files: versions.flatMap(({ files }) => files),
    onnx: versions.findLast(({ onnx }) => onnx)?.onnx,
  };
  return {
    name: around.folderName,
    folder,
    configFile,
    hasConfigFile: text !== undefined,
    config: configIsReadable ? completeConfig(decoded?.message ?? {}, around) : undefined,
    positions: decoded?.positions ?? new Map(),
    versions,
    findings,
  };
}

function decodeConfig(file: string, text: string, findings: Finding[]): DecodedMessage | undefined {
  try {
    const decoded = decodeMessage(modelConfigSchema(), parsePbtxt(text));
    findings.push(...decoded.mistakes.map((mistake) => ({ file, ...mistake })));
    return decoded;
  } catch (error) {
    if (!(error instanceof PbtxtSyntaxError)) throw error;
    const mend = 'protobuf text format is `name: value` and `name { … }`';
    findings.push({ file, at: error.at, message: error.message, mend });
    return undefined;
  }
}

async function readVersions(
  folder: string,
  modelFile: string,
  findings: Finding[],
): Promise<ModelVersion[]> {
  const names = (await foldersIn(folder)).filter((name) => VERSION_FOLDER.test(name));
  const versions = names.map(async (name): Promise<ModelVersion> => {
    const version = join(folder, name);
    const files = await readdir(version);
    const onnx = files.includes(modelFile)
      ? await readHeader(join(version, modelFile), findings)
      : undefined;
    return { version: Number(name), folder: version, files, onnx };
  });
  return (await Promise.all(versions)).sort((a, b) => a.version - b.version);
}

async function readHeader(file: string, findings: Finding[]): Promise<OnnxHeader | undefined> {
  if (!file.endsWith('.onnx')) return undefined;
  try {
    return readOnnxHeader(await readRegular(file));
  } catch (error) {
    findings.push(unreadable(file, error as NodeJS.ErrnoException));
    return undefined;
  }
}

/** A pipe would be waited for without end. */
async function readRegular(file: string): Promise<Buffer> {
  if ((await stat(file)).isFile()) return readFile(file);
  throw Object.assign(new Error(file), { code: 'it is no regular file' });
}

function unreadable(file: string, error: NodeJS.ErrnoException): Finding {
  const isSystemError = error.code !== undefined;
  return {
    file,
    at: undefined,
    message: isSystemError ? `cannot be read: ${error.code}` : `is no ONNX model: ${error.message}`,
    mend: isSystemError ? 'check that it is a file you may read' : 'export or copy the model again',
  };
}
