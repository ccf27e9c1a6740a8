import { type RenderOptions, type ReportFormat, render, resultReader } from '../report/index.ts';

/**
 * A stored result in another form. `which` is an id, a folder, a file, or "latest".
 * @throws BenchError 'result-unreadable' that says what is wrong with the file
 */
export async function showReport(
  which: string,
  format: ReportFormat,
  look: RenderOptions,
  reportsFolder: string,
  cwd: string,
): Promise<string> {
  return render(await resultReader(reportsFolder, cwd).read(which), format, look);
}
