"""A model that may answer one request any number of times; here it answers twice."""

import numpy as np
import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    def execute(self, requests):
        for request in requests:
            sender = request.get_response_sender()
            batch = len(pb_utils.get_input_tensor_by_name(request, "input").as_numpy())
            for _ in range(2):
                zeros = pb_utils.Tensor("output", np.zeros((batch, 10), np.float32))
                sender.send(pb_utils.InferenceResponse(output_tensors=[zeros]))
            sender.send(flags=pb_utils.TRITONSERVER_RESPONSE_COMPLETE_FINAL)
