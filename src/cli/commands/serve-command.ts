import { Command } from 'commander';
import { BenchError } from '../../contract/bench-error.ts';
import type { Outside } from '../outside.ts';

interface ServeFlags {
  readonly modelRepository?: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly metricsPort: number;
}

/** `bench serve`: the embedded server alone, on Triton's ports. */
export function serveCommand(outside: Outside): Command {
  return new Command('serve')
    .description('run the embedded CPU server alone, until interrupted')
    .option('--model-repository <folder>', "model repository to serve (default: the package's own)")
    .option('--http-port <port>', 'port of KServe v2 over HTTP, 0 for a free one', port, 8000)
    .option('--grpc-port <port>', 'port of KServe v2 over gRPC, 0 for a free one', port, 8001)
    .option('--metrics-port <port>', 'port of the metrics page, 0 for a free one', port, 8002)
    .action(async (flags: ServeFlags) => {
      const { serve } = await import('../../app/index.ts');
      await serve(
        {
          modelRepository: flags.modelRepository,
          ports: { http: flags.httpPort, grpc: flags.grpcPort, metrics: flags.metricsPort },
        },
        outside,
        (addresses, notice) => {
          outside.stdout.write(
            `${notice}\n  http    ${addresses.http}\n  grpc    ${addresses.grpc}\n  metrics ${addresses.metrics}\nCtrl-C ends it.\n`,
          );
        },
      );
    });
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new BenchError('usage', `"${text}" is not a port`, {
    hint: 'give a number from 0 to 65535',
  });
}
