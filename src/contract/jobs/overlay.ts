import { LOAD_KEYS } from '../run-config.ts';

type Values = Readonly<Record<string, unknown>>;

/** Options over options: a load or a bound replaces another one from below instead of clashing with it. */
export function overlay(below: Values, above: Values): Record<string, unknown> {
  const values = { ...below };
  if ('duration' in above) delete values.requests;
  if ('requests' in above) delete values.duration;
  if (LOAD_KEYS.some((key) => key in above)) {
    for (const key of LOAD_KEYS) delete values[key];
  }
  if ('stages' in above || 'trace' in above) {
    delete values.duration;
    delete values.requests;
  }
  return { ...values, ...above };
}
