import { BenchError } from '../../contract/bench-error.ts';
import { realClock } from './clock.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import type { ServerMessage, ServerOptions } from './server-messages.ts';

/** Entry of the embedded server's process; see drivers/embedded.ts for the other end. */

const tell = (message: ServerMessage) =>
  new Promise<void>((done) => {
    if (process.send) process.send(message, () => done());
    else done();
  });

function failure(error: unknown): ServerMessage {
  if (error instanceof BenchError) {
    const { code, message, hint } = error;
    return { kind: 'failed', code, message, hint };
  }
  const message = `the embedded server failed: ${error instanceof Error ? error.message : error}`;
  return { kind: 'failed', code: 'stack-not-started', message, hint: 'see its last lines' };
}

/** The channel closes when the parent is gone, however it went: nobody is left to serve. */
process.on('disconnect', () => process.exit(0));

try {
  const options = JSON.parse(process.argv[2] ?? '') as ServerOptions;
  const log = (line: string) => process.stdout.write(`${line}\n`);
  log(`embedded server, process ${process.pid}`);
  const server = await startEmbeddedServer(options, realClock, log);
  let isEnding = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      void server.close().finally(() => process.exit(0));
    });
  }
  await tell({ kind: 'ready', ports: server.ports });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  await tell(failure(error));
  process.exit(1);
}
