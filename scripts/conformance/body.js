/** One request of the stub model, as JSON: every tool can send it. */
export const BODY = JSON.stringify({
  inputs: [{ name: 'IN', datatype: 'FP32', shape: [1, 2], data: [1, 2] }],
});
