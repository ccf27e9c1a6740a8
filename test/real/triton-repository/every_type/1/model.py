"""Takes one input of every datatype that numpy has, and gives three of them back."""

import triton_python_backend_utils as pb_utils

ECHOED = ("texts", "halves", "int64s")


class TritonPythonModel:
    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        arrays = {tensor.name(): tensor.as_numpy() for tensor in request.inputs()}
        return pb_utils.InferenceResponse(
            output_tensors=[pb_utils.Tensor(f"{name}_out", arrays[name]) for name in ECHOED]
        )
