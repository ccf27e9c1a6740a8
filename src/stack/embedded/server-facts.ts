/** What the server says of itself; not Triton's name, so that nobody takes it for Triton. */
export const SERVER_NAME = 'inferbench-embedded';

/** The extensions of KServe v2 that it speaks, in Triton's words. */
export const EXTENSIONS: readonly string[] = [
  'model_repository',
  'model_configuration',
  'binary_tensor_data',
  'parameters',
  'schedule_policy',
  'statistics',
];
