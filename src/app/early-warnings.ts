import type { PreparedLoad } from '../load/index.ts';

/** What a user should know before a load begins, one sentence each. */
export function earlyWarnings({
  plan,
  passedOver,
}: Pick<PreparedLoad, 'plan' | 'passedOver'>): string[] {
  const { model, modelName, pacing } = plan.workload;
  const warnings = passedOver.map((reason) => `${reason}; taken instead: ${modelName}`);
  if (model === 'open' && pacing === 'economic') {
    warnings.push(
      '--pacing economic sends about 1 ms late: a run whose p50 is below about 5 ms will be invalid; --pacing precise measures those',
    );
  }
  return warnings;
}
