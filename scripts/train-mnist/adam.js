const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma and Ba, 2015, algorithm 1) for one array of parameters.
 * @param {Float32Array} parameters changed by `step`
 */
export function createAdam(parameters) {
  const mean = new Float64Array(parameters.length);
  const square = new Float64Array(parameters.length);
  let steps = 0;
  return {
    /**
     * @param {Float64Array} gradient of the loss; read, then set to 0 for the next batch
     * @param {number} rate
     */
    step(gradient, rate) {
      steps++;
      const size = (rate * Math.sqrt(1 - BETA_2 ** steps)) / (1 - BETA_1 ** steps);
      for (let i = 0; i < parameters.length; i++) {
        mean[i] = BETA_1 * mean[i] + (1 - BETA_1) * gradient[i];
        square[i] = BETA_2 * square[i] + (1 - BETA_2) * gradient[i] * gradient[i];
        parameters[i] -= (size * mean[i]) / (Math.sqrt(square[i]) + EPSILON);
        gradient[i] = 0;
      }
    },
  };
}
