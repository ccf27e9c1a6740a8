"""Gives its input back."""

import triton_python_backend_utils as utils

ECHOED = ("FP16",)


class TritonPythonModel:
    def execute(self, requests):
        return [utils.InferenceResponse([self.echo(r, name) for name in ECHOED]) for r in requests]

    def echo(self, request, name):
        values = utils.get_input_tensor_by_name(request, name).as_numpy()
        return utils.Tensor(name + "_OUT", values)
