import { coverageStudy } from './coverage-study.ts';
import { growthStudy } from './growth-study.ts';
import { healthyStudy, ownStallsStudy, serverStallStudy } from './healthy-study.ts';
import { identityStudy } from './identity-study.ts';
import { rulesStudy } from './rules-study.ts';
import type { Study } from './study.ts';

/** All there are, by the name that the script takes. */
export const STUDIES: Readonly<Record<string, Study>> = {
  healthy: healthyStudy,
  'own-stalls': ownStallsStudy,
  'server-stall': serverStallStudy,
  rules: rulesStudy,
  growth: growthStudy,
  coverage: coverageStudy,
  identity: identityStudy,
};
