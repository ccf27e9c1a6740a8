import type { RecordedService, StackRecord } from './stack-record.ts';

/** What the watchdog is to watch; its first message. */
export interface WatchOrder {
  readonly kind: 'watch';
  readonly folder: string;
  readonly record: StackRecord;
}

/** One service to start. The environment may hold secrets, so it comes by message, never as an argument. */
export interface StartOrder {
  readonly kind: 'start';
  readonly name: RecordedService['name'];
  /** Absolute path, or a path from `cwd`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logFile: string;
  readonly addresses: Readonly<Record<string, string>>;
}

/** To the watchdog. `keep`: leave everything running and go; `end`: end everything and go. */
export type WatchdogOrder =
  | WatchOrder
  | StartOrder
  | { readonly kind: 'keep' }
  | { readonly kind: 'end' };

/** From the watchdog. */
export type WatchdogReport =
  | { readonly kind: 'started'; readonly service: RecordedService }
  | { readonly kind: 'not-started'; readonly name: RecordedService['name']; readonly why: string }
  | { readonly kind: 'exited'; readonly name: RecordedService['name']; readonly how: string }
  /** Process ids that nothing could end. */
  | { readonly kind: 'ended'; readonly left: readonly number[] };
