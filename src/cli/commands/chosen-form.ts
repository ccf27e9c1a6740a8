import { BenchError } from '../../contract/bench-error.ts';

/**
 * `format` where it is one of `forms`.
 * @throws BenchError 'usage' that says which there are
 */
export function chosenForm<Form extends string>(
  format: string,
  forms: readonly Form[],
  what: string,
): Form {
  const known = forms.find((form) => form === format);
  if (known) return known;
  throw new BenchError('usage', `--format ${format} is no form of ${what}`, {
    hint: `choose one of ${forms.join(', ')}`,
  });
}
