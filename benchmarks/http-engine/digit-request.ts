/** Bytes of one MNIST image as FP32, and the JSON before them: the request of `bench run`'s default. */
const HEADER = JSON.stringify({
  inputs: [
    {
      name: 'input',
      datatype: 'FP32',
      shape: [1, 784],
      parameters: { binary_data_size: 3136 },
    },
  ],
});

export const PATH = '/v2/models/mnist_mlp/infer';
export const JSON_BYTES = HEADER.length;
export const BODY = Buffer.concat([Buffer.from(HEADER), Buffer.alloc(3136, 7)]);
