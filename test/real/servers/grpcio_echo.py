"""A gRPC server on grpcio that answers ModelInfer with the request itself, as raw bytes.

  grpcio_echo.py [--gzip] [--tls KEY.pem CERT.pem] [option=value ...]

Each option is a channel argument of gRPC. Prints "ready PORT"; a line on its standard input makes it
print "served N", the requests that reached its handler; it ends when its standard input does.
A request that starts with "fail:CODE:words" is answered with that status and those words.
"""

import sys
import threading
from concurrent import futures

import grpc

served = 0
lock = threading.Lock()


def model_infer(request, context):
    global served
    with lock:
        served += 1
    if request.startswith(b"fail:"):
        _, code, words = request.decode().split(":", 2)
        context.set_trailing_metadata((("retry-after-ms", "100"), ("trace-bin", b"\0\1\2")))
        context.abort(next(c for c in grpc.StatusCode if c.value[0] == int(code)), words)
    return request


def main():
    arguments = sys.argv[1:]
    compression = grpc.Compression.Gzip if "--gzip" in arguments else None
    options = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
    for argument in arguments:
        if "=" in argument:
            name, value = argument.split("=")
            options.append((name, int(value)))
    pool = futures.ThreadPoolExecutor(max_workers=4)
    server = grpc.server(pool, options=options, compression=compression)
    handler = grpc.unary_unary_rpc_method_handler(model_infer)
    service = "inference.GRPCInferenceService"
    generic = grpc.method_handlers_generic_handler(service, {"ModelInfer": handler})
    server.add_generic_rpc_handlers((generic,))
    if "--tls" in arguments:
        at = arguments.index("--tls") + 1
        key, cert = (open(path, "rb").read() for path in arguments[at : at + 2])
        port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, cert)]))
    else:
        port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"ready {port}", flush=True)
    for _ in sys.stdin:
        print(f"served {served}", flush=True)
    server.stop(None)


main()
