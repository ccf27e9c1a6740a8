import { z } from 'zod';
import { grafanaOptions } from './options/grafana-options.ts';
import { loadOptions } from './options/load-options.ts';
import { requestOptions } from './options/request-options.ts';
import { resultOptions } from './options/result-options.ts';
import { serverOptions } from './options/server-options.ts';
import { stackOptions } from './options/stack-options.ts';
import { verdictOptions } from './options/verdict-options.ts';

/**
 * Everything a user may choose for a run, once: type, check, default, flag, help line and doc row
 * all come from here. The keys are what `bench.yaml` says; a flag is its key in kebab-case.
 * `placeholder` names the value in help; `group` is the heading it stands under.
 */
export const runOptionsSchema = z.strictObject({
  ...loadOptions,
  ...requestOptions,
  ...serverOptions,
  ...stackOptions,
  ...grafanaOptions,
  ...verdictOptions,
  ...resultOptions,
});

/** What a user chose, decoded: durations are milliseconds, conditions are gates. */
export type RunOptions = z.output<typeof runOptionsSchema>;
/** What a user may write: durations and conditions are text, most keys may be left out. */
export type RunOptionsText = z.input<typeof runOptionsSchema>;
