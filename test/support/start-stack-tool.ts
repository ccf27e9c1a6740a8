import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { MonitoredStack } from '../../src/stack/running-stack.ts';
import type { ToolOrder } from './stack-tool.ts';

const TOOL = fileURLToPath(new URL('./stack-tool.js', import.meta.url));
const STAND_INS = fileURLToPath(new URL('../stand-ins/processes/', import.meta.url));

/** What the tool said: a step's name, or begin, up, died, warning, failed. */
export interface ToolReport extends Partial<Pick<MonitoredStack, 'addresses' | 'prometheus'>> {
  readonly what: string;
  readonly message?: string;
}

/** A tool of its own that brings a stack up, see stack-tool.ts. */
export interface StackTool {
  readonly pid: number;
  readonly folder: string;
  readonly reports: readonly ToolReport[];
  /** Resolves when the tool has said it; raises when it ended and never did. */
  until(what: string): Promise<ToolReport>;
  order(what: 'keep' | 'end'): void;
  kill(signal: NodeJS.Signals): void;
  readonly gone: Promise<number | null>;
}

/** A folder as a stack's own. */
export function stackFolder(): string {
  return join(mkdtempSync(join(tmpdir(), 'bench-stack-')), 'stacks', 'test');
}

/** A program that becomes a stand-in for a server, as a wrapper script does. */
export function standIn(
  name: 'tritonserver' | 'embedded-tritonserver' | 'prometheus',
  how: 'exec' | 'call' = 'exec',
): string {
  const path = join(mkdtempSync(join(tmpdir(), 'bench-bin-')), name);
  const command = `"${process.execPath}" "${STAND_INS}${name}.js" "$@"`;
  // What stands after the call keeps the shell from becoming the program by itself.
  const script = how === 'exec' ? `exec ${command}` : `${command}\nexit $?`;
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Starts the tool; what is not said is a stack of stand-ins. */
export function startStackTool(wish: Partial<ToolOrder> = {}): StackTool {
  const order: ToolOrder = {
    name: 'test',
    folder: stackFolder(),
    modelRepository: '/nowhere',
    tritonBin: standIn('tritonserver'),
    tritonArgs: [],
    prometheusBin: standIn('prometheus'),
    readyTimeoutMs: 120_000,
    ...wish,
  };
  const child = spawn(process.execPath, [TOOL, JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const reports: ToolReport[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    reports.push(JSON.parse(line));
    for (const look of listeners) look();
  });
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
  const until = (what: string) =>
    new Promise<ToolReport>((resolve, reject) => {
      const look = () => {
        const report = reports.find((said) => said.what === what);
        if (report) resolve(report);
      };
      listeners.add(look);
      void gone.then(() => reject(new Error(`never said ${what}: ${JSON.stringify(reports)}`)));
      look();
    });
  return {
    pid: child.pid ?? 0,
    folder: order.folder,
    reports,
    until,
    order: (what) => void child.stdin.write(what),
    kill: (signal) => void child.kill(signal),
    gone,
  };
}
