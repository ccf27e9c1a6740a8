const NS_PER_MS = 1e6;

/**
 * What a workflow is told, a line each as GITHUB_OUTPUT takes them.
 * @param {number} exitCode
 * @param {{outcome: string, folder: string, jobs: readonly {p50Ns: number | null, p99Ns: number | null}[]} | null}
 *   written ci.json; null: nothing was measured
 */
export function actionOutputs(exitCode, written) {
  const [only, ...others] = written?.jobs ?? [];
  const ms = (ns) => (others.length > 0 || ns == null ? '' : String(ns / NS_PER_MS));
  const folder = written?.folder ?? '';
  const beside = (name) => (written ? `${folder}/${name}` : '');
  const outputs = {
    'exit-code': String(exitCode),
    verdict: written?.outcome ?? 'nothing measured',
    report: folder,
    summary: beside('summary.md'),
    junit: beside('junit.xml'),
    json: beside('ci.json'),
    p50: ms(only?.p50Ns),
    p99: ms(only?.p99Ns),
  };
  // A line break would begin another output.
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${value.replaceAll(/[\r\n]/g, ' ')}\n`)
    .join('');
}
