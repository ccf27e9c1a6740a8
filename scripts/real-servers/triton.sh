#!/usr/bin/env bash
# Becomes the real tritonserver that install.sh installed, on 127.0.0.1:
#
#   triton.sh REPOSITORY HTTP_PORT GRPC_PORT METRICS_PORT [tritonserver option...]
#
# It ends when the process that started this script ends.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$1 http=$2 grpc=$3 metrics=$4
shift 4
exec setpriv --pdeathsig TERM "$here/tritonserver" \
  --model-repository="$repository" \
  --http-address 127.0.0.1 --http-port "$http" \
  --grpc-address 127.0.0.1 --grpc-port "$grpc" \
  --metrics-address 127.0.0.1 --metrics-port "$metrics" --metrics-interval-ms 1000 \
  "$@"
