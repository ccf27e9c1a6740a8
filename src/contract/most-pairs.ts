/** Of the sign-flip test: 2²⁰ signs are counted in milliseconds; one pair more doubles it. */
export const MOST_PAIRS = 20;
