"""A model without a batch dimension whose picture may be of any size: the mean of each colour."""

import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        picture = pb_utils.get_input_tensor_by_name(request, "picture").as_numpy()
        mean = pb_utils.Tensor("mean", picture.mean(axis=(1, 2)))
        return pb_utils.InferenceResponse(output_tensors=[mean])
