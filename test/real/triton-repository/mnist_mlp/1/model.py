"""Runs the package's own ONNX file; Triton's python backend stands in for its onnxruntime one."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        relative = config["parameters"]["onnx_file"]["string_value"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            str((Path(args["model_repository"]) / relative).resolve()),
            options,
            providers=["CPUExecutionProvider"],
        )

    def execute(self, requests):
        inputs = [
            pb_utils.get_input_tensor_by_name(request, "input").as_numpy()
            for request in requests
        ]
        (outputs,) = self.session.run(None, {"input": np.concatenate(inputs)})
        ends = np.cumsum([len(one) for one in inputs])
        return [
            pb_utils.InferenceResponse(
                output_tensors=[pb_utils.Tensor("output", outputs[end - len(one) : end])]
            )
            for one, end in zip(inputs, ends)
        ]
