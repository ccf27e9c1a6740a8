import { BenchError } from '../contract/bench-error.ts';
import {
  COMPARISON_FORMATS,
  isComparison,
  type RenderOptions,
  type ReportFormat,
  render,
  renderComparison,
  resultReader,
} from '../report/index.ts';

/**
 * A stored result or comparison in another form. `which` is an id, a folder, a file, or "latest".
 * @throws BenchError 'result-unreadable' that says what is wrong with the file, 'usage' for a form that a
 *   comparison does not have
 */
export async function showReport(
  which: string,
  format: ReportFormat,
  look: RenderOptions,
  reportsFolder: string,
  cwd: string,
): Promise<string> {
  const document = await resultReader(reportsFolder, cwd).readAny(which);
  if (!isComparison(document)) return render(document, format, look);
  const known = COMPARISON_FORMATS.find((form) => form === format);
  if (known) return renderComparison(document, known, look);
  throw new BenchError('usage', `--format ${format} is no form of a comparison`, {
    hint: `choose one of ${COMPARISON_FORMATS.join(', ')}; its runs have their own results in the folder "runs"`,
  });
}
