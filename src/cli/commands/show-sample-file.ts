import type { SampleFormat } from '../../app/index.ts';
import type { Outside } from '../outside.ts';
import { visible } from '../visible.ts';
import { chosenForm } from './chosen-form.ts';

/** text and json: each load recorded anew; csv and ndjson: every request. */
export const SAMPLE_FORMATS: readonly SampleFormat[] = ['text', 'json', 'csv', 'ndjson'];

/** `bench report --samples`. */
export async function showSampleFile(
  file: string,
  format: string,
  look: { readonly color: boolean; readonly width: number },
  outside: Outside,
): Promise<void> {
  const form = chosenForm(format, SAMPLE_FORMATS, '--samples');
  const { showSamples } = await import('../../app/index.ts');
  const onWarning = (sentence: string) => outside.stderr.write(`bench: ${visible(sentence)}\n`);
  await outside.stdout.stream(showSamples(file, form, look, { cwd: outside.cwd, onWarning }));
}
