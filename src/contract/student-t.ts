/**
 * Quantile of Student's t distribution: the t for which P(T ≤ t) = `probability`, within 1e-9 of t.
 * `probability` in [0.5, 1), `degreesOfFreedom` ≥ 1. The distribution function comes from the
 * incomplete beta function (Abramowitz & Stegun 26.7.1), and is inverted by bisection.
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  const upperTail = 1 - probability;
  let low = 0;
  let high = 1;
  while (studentTUpperTail(high, degreesOfFreedom) > upperTail) high *= 2;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (studentTUpperTail(middle, degreesOfFreedom) > upperTail) low = middle;
    else high = middle;
  }
  return high;
}

/** P(T > t) for t ≥ 0 and `degreesOfFreedom` ≥ 1. */
export function studentTUpperTail(t: number, degreesOfFreedom: number): number {
  const x = degreesOfFreedom / (degreesOfFreedom + t * t);
  return incompleteBeta(x, degreesOfFreedom / 2, 0.5) / 2;
}

/** Regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x === 0 || x === 1) return x;
  // The fraction converges fast only on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront =
    a * Math.log(x) +
    b * Math.log1p(-x) -
    Math.log(a) -
    logGamma(a) -
    logGamma(b) +
    logGamma(a + b);
  return Math.exp(logFront) / betaFraction(x, a, b);
}

const MAX_TERMS = 10_000;
const TINY = 1e-300;

/** The continued fraction of the incomplete beta function, 26.5.8, by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let term = 1; term <= MAX_TERMS; term += 1) {
    const coefficient = betaCoefficient(term, x, a, b);
    d = 1 / awayFromZero(1 + coefficient * d);
    c = awayFromZero(1 + coefficient / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}

function betaCoefficient(term: number, x: number, a: number, b: number): number {
  const m = Math.floor(term / 2);
  const denominator = (a + term - 1) * (a + term);
  if (term % 2 === 0) return (m * (b - m) * x) / denominator;
  return (-(a + m) * (a + b + m) * x) / denominator;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x ≥ 0.5, Lanczos' approximation with g = 7. */
function logGamma(x: number): number {
  const shifted = x - 1;
  const series = LANCZOS.reduce(
    (sum, coefficient, i) => sum + coefficient / (shifted + i + 1),
    0.99999999999980993,
  );
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(series);
}
