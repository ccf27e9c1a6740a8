import { BenchError } from '../contract/bench-error.ts';
import type { MetricSample } from '../contract/measurements.ts';
import { type HttpOptions, httpText } from './http-text.ts';
import { parsePrometheusText } from './prometheus-text.ts';
import { shownText, shownUrl } from './shown.ts';

/**
 * The samples of a server's metrics page. Raises a BenchError 'server-unreachable' when nothing
 * answers at `url` or what answers is not such a page.
 */
export async function fetchMetrics(
  url: string,
  options: HttpOptions = {},
): Promise<readonly MetricSample[]> {
  const { status, body } = await httpText('GET', url, options);
  const refuse = (got: string, cause?: unknown) =>
    new BenchError('server-unreachable', `${shownUrl(url)} is no metrics page: ${got}`, {
      hint: 'Triton’s is http://host:8002/metrics; name it with --metrics-url',
      cause,
    });
  if (status !== 200) throw refuse(`status ${status}, "${shownText(body, 80)}"`);
  if (body.trim() === '') throw refuse('an empty page');
  try {
    return parsePrometheusText(body);
  } catch (error) {
    throw refuse(shownText((error as SyntaxError).message, 120), error);
  }
}
