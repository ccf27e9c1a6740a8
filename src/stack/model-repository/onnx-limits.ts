/** What the ONNX Runtime in a Triton release loads at most. */
export interface OnnxLimits {
  /** As in the image's tag, 24.10. */
  readonly release: string;
  readonly opset: number;
  readonly irVersion: number;
}

/**
 * First release with these limits, newest first. Which ONNX Runtime a release has: NVIDIA's compatibility
 * matrix (server, docs/introduction/compatibility.md). What each loads was tried out with the runtimes
 * 1.17.3, 1.18.1, 1.19.2, 1.20.1, 1.21.0, 1.22.0, 1.23.2, 1.24.4 and 1.27.0.
 */
const LIMITS: readonly OnnxLimits[] = [
  { release: '26.07', opset: 26, irVersion: 13 },
  { release: '26.02', opset: 25, irVersion: 13 },
  { release: '25.08', opset: 23, irVersion: 11 },
  { release: '25.03', opset: 22, irVersion: 10 },
  { release: '24.05', opset: 21, irVersion: 10 },
  { release: '24.04', opset: 20, irVersion: 9 },
];
const LAST_KNOWN = '26.07';
const RELEASE_IN_TAG = /:(\d\d\.\d\d)(?:-|$)/;

/**
 * The limits of an image whose tag names a Triton release; null where it does not, or names one that
 * nobody has tried. A release before the oldest known one loads no more than that.
 */
export function onnxLimitsOf(image: string): OnnxLimits | null {
  const release = RELEASE_IN_TAG.exec(image)?.[1];
  // Both digits of year and month are there: the order of the texts is that of time.
  if (release === undefined || release > LAST_KNOWN) return null;
  const limits = LIMITS.find((known) => release >= known.release) ?? LIMITS.at(-1);
  return limits ? { ...limits, release } : null;
}
