import { createServer, type Server } from 'node:http';
import type { HostLoadGauge } from '../host-load.ts';
import { metricsPage } from '../metrics-page.ts';
import type { ModelRegistry } from '../model-registry.ts';
import { sendError, sendText } from './send.ts';

/** Serves the metrics page at /metrics, and nothing else. */
export function createMetricsServer(registry: ModelRegistry, host: HostLoadGauge): Server {
  return createServer((request, response) => {
    const [path] = (request.url ?? '').split('?');
    if (path !== '/metrics') return sendError(response, 404, 'Not Found');
    if (request.method !== 'GET') return sendError(response, 405, 'Method Not Allowed');
    const page = metricsPage(registry.all(), host.read());
    return sendText(response, page, 'text/plain; charset=utf-8');
  });
}
