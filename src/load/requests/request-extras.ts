import type { RequestParameters } from './request-parameters.ts';

/** What every request of a run says besides its tensors. */
export interface RequestExtras {
  readonly parameters: RequestParameters;
  /** Keep a place for an id. */
  readonly withId: boolean;
}

export const NO_EXTRAS: RequestExtras = { parameters: {}, withId: false };
