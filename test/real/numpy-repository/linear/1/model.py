"""A matrix product: what a Triton whose Python has numpy alone can serve."""

import numpy as np
import triton_python_backend_utils as pb_utils

WEIGHTS = np.linspace(-1, 1, 784 * 10, dtype=np.float32).reshape(784, 10)


class TritonPythonModel:
    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        images = pb_utils.get_input_tensor_by_name(request, "input").as_numpy()
        return pb_utils.InferenceResponse(
            output_tensors=[pb_utils.Tensor("logits", images @ WEIGHTS)]
        )
