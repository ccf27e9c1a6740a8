import type { Finding } from './finding.ts';
import type { OnnxHeader } from './onnx/read-onnx-header.ts';
import type { Position } from './pbtxt/pbtxt-node.ts';
import type { TritonConfig } from './triton-config.ts';

/** One folder of a model repository: what it says and what is in it. */
export interface RepositoryModel {
  /** The folder's name, which is the model's. */
  readonly name: string;
  readonly folder: string;
  /** Absolute path, whether or not the file is there. */
  readonly configFile: string;
  readonly hasConfigFile: boolean;
  /** Completed as Triton does; undefined when the text could not be read as one. */
  readonly config: TritonConfig | undefined;
  /** Where the fields of the text stand, by path such as `input.0.dims`. */
  readonly positions: ReadonlyMap<string, Position>;
  /** All version folders, lowest number first. */
  readonly versions: readonly ModelVersion[];
  /** What was found while reading: syntax, unknown fields, unreadable files. */
  readonly findings: readonly Finding[];
}

export interface ModelVersion {
  readonly version: number;
  readonly folder: string;
  /** Names of the files and folders in it. */
  readonly files: readonly string[];
  /** The header of its ONNX file; undefined when there is none or it could not be read. */
  readonly onnx: OnnxHeader | undefined;
}

/** The finding's place: the field's, or else the nearest one around it that stands in the text. */
export function positionOf(model: RepositoryModel, path: string): Position | undefined {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const at = model.positions.get(parts.slice(0, length).join('.'));
    if (at) return at;
  }
  return undefined;
}
