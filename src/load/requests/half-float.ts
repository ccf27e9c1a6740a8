/** Numbers ⇄ the bits of IEEE 754 binary16 (FP16) and of bfloat16 (BF16); ties go to even. */

const SIGN = 0x8000;
const FP16_INFINITY = 0x7c00;
const FP16_NAN = 0x7e00;
/** Half a step above the largest FP16 value, 65504: from here on it is infinity. */
const FP16_OVERFLOW = 65_520;
const FP16_SMALLEST_NORMAL = 2 ** -14;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

export function toFp16(value: number): number {
  if (Number.isNaN(value)) return FP16_NAN;
  const sign = value < 0 || Object.is(value, -0) ? SIGN : 0;
  const size = Math.abs(value);
  if (size >= FP16_OVERFLOW) return sign | FP16_INFINITY;
  if (size < FP16_SMALLEST_NORMAL) return sign | roundHalfToEven(size * 2 ** 24);
  const exponent = exponentOf(size);
  // A fraction rounded up to 1024 carries into the exponent, which is what it should do.
  return sign | (((exponent + 15) << 10) + roundHalfToEven((size / 2 ** exponent - 1) * 1024));
}

export function fromFp16(half: number): number {
  const sign = half & SIGN ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

export function toBf16(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  float[0] = value;
  const whole = bits[0] ?? 0;
  return ((whole + 0x7fff + ((whole >>> 16) & 1)) >>> 16) & 0xffff;
}

export function fromBf16(half: number): number {
  bits[0] = half << 16;
  return float[0] ?? 0;
}

/** The e of 2^e ≤ size < 2^(e+1); the logarithm alone is off by one next to powers of two. */
function exponentOf(size: number): number {
  const guess = Math.floor(Math.log2(size));
  if (2 ** guess > size) return guess - 1;
  return 2 ** (guess + 1) <= size ? guess + 1 : guess;
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest === 0.5) return below + (below & 1);
  return rest > 0.5 ? below + 1 : below;
}
