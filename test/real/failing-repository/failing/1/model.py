"""Ends each request as its input says: 0 echoes, 1 to 7 fail by a code of Triton's, 8 takes a second, 9 takes 20 ms."""

import time

import numpy as np
import triton_python_backend_utils as pb_utils

SECONDS = {8: 1, 9: 0.02}
CODES = (
    "",
    "UNKNOWN",
    "INTERNAL",
    "NOT_FOUND",
    "INVALID_ARG",
    "UNAVAILABLE",
    "UNSUPPORTED",
    "CANCELLED",
)


class TritonPythonModel:
    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        array = pb_utils.get_input_tensor_by_name(request, "fate").as_numpy()
        fate = int(array[0])
        if 0 < fate < len(CODES):
            # The stub adds this class after it has imported the model.
            code = getattr(pb_utils.TritonError, CODES[fate])
            error = pb_utils.TritonError(f"fate {fate} came true", code)
            return pb_utils.InferenceResponse(error=error)
        time.sleep(SECONDS.get(fate, 0))
        echo = pb_utils.Tensor("echo", array.astype(np.float32))
        return pb_utils.InferenceResponse(output_tensors=[echo])
