import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A request that passed the proxy. */
export interface PassedRequest {
  readonly method: string;
  readonly path: string;
  /** Parsed where it is JSON, else null. */
  readonly body: unknown;
}

export interface EngineProxy extends AsyncDisposable {
  readonly env: { readonly DOCKER_HOST: string };
  readonly passed: readonly PassedRequest[];
}

/**
 * Passes what comes to a socket of its own on to an engine's, unchanged, and keeps the requests.
 * @param onPassed told when the engine has a whole request, and before its answer goes back
 */
export async function startEngineProxy(
  socketPath: string,
  onPassed: (request: PassedRequest) => void = () => undefined,
): Promise<EngineProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-proxy-'));
  const passed: PassedRequest[] = [];
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method = '', url = '', headers } = incoming;
      const kept = { method, path: url, body: jsonOrNull(body) };
      passed.push(kept);
      const onward = request({ socketPath, path: url, method, headers }, (from) => {
        answer.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      answer.on('close', () => onward.destroy());
      onward.end(body, () => onPassed(kept));
    });
    incoming.on('error', () => answer.destroy());
  });
  const path = join(folder, 'docker.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    env: { DOCKER_HOST: `unix://${path}` },
    passed,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function jsonOrNull(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
