import { BenchError } from '../contract/bench-error.ts';

import type { IndexedModel } from '../contract/measurements.ts';
import { nearestName } from '../contract/nearest-name.ts';
import { shownText, shownUrl } from './shown.ts';

const MOST_NAMES_SHOWN = 20;

/** What was asked of which server, and the server's own words on why it is not to be had. */
export interface RefusedModel {
  readonly address: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly serverSays: string;
}

/**
 * Why a model cannot be asked, read from the server's repository index: no such name, no such
 * version, or there but not ready. `index` is null where the server has none to show.
 */
export function modelProblem(
  refused: RefusedModel,
  index: readonly IndexedModel[] | null,
): BenchError {
  const where = shownUrl(refused.address);
  const name = shownText(refused.name);
  const fail = (message: string, hint: string) =>
    new BenchError('model-unsuitable', message, { hint });
  if (index === null) {
    const words = shownText(refused.serverSays);
    return fail(`${where} refuses model "${name}": ${words}`, 'is the name right?');
  }
  const namesakes = index.filter((model) => model.name === refused.name);
  if (namesakes.length === 0) return fail(`no model "${name}" at ${where}`, namesHint(name, index));
  const { version } = refused;
  const entry = namesakes.find((model) => version === undefined || model.version === version);
  if (entry && entry.state !== 'READY') {
    const reason = shownText(entry.reason ?? refused.serverSays, 500);
    return fail(
      `model "${name}" at ${where} is not ready: ${entry.state || 'not loaded'}: ${reason}`,
      'mend or load the model on the server, or name another one with --model',
    );
  }
  if (!entry) {
    const versions = namesakes.map((model) => model.version ?? '?').join(', ');
    return fail(
      `model "${name}" at ${where} has no version ${version}`,
      `versions there: ${shownText(versions)}`,
    );
  }
  const words = shownText(refused.serverSays);
  return fail(`${where} refuses model "${name}": ${words}`, 'does the server’s log say more?');
}

/** Why a model was not loaded or unloaded, in the server's own words. */
export function controlProblem(
  { address, name, serverSays }: Omit<RefusedModel, 'version'>,
  what: 'load' | 'unload',
): BenchError {
  const words = shownText(serverSays, 500);
  const message = `${shownUrl(address)} does not ${what} model "${shownText(name)}": ${words}`;
  return new BenchError('model-unsuitable', message, {
    hint: 'Triton loads on demand with --model-control-mode=explicit; else leave out --load-model',
  });
}

function namesHint(name: string, index: readonly IndexedModel[]): string {
  const names = [...new Set(index.map((model) => model.name))];
  if (names.length === 0) return 'its model repository is empty';
  const nearest = nearestName(name, names);
  const shown = names.slice(0, MOST_NAMES_SHOWN).map((known) => shownText(known));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  const there = `models there: ${shown.join(', ')}${more}`;
  return nearest === undefined ? there : `did you mean "${shownText(nearest)}"? ${there}`;
}
