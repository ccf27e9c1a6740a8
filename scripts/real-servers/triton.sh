#!/usr/bin/env bash
# Becomes the real tritonserver that install.sh installed, on 127.0.0.1:
#
#   triton.sh REPOSITORY HTTP_PORT GRPC_PORT METRICS_PORT [tritonserver option...]
#
# It ends when the process that started this script ends.
set -euo pipefail

home=${INFERBENCH_REAL_HOME:-$HOME/.cache/inferbench-real}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ ! -f "$home/stamp" ]; then
  echo "no Triton in $home: run $here/install.sh" >&2
  exit 3
fi
repository=$1 http=$2 grpc=$3 metrics=$4
shift 4

python=$home/venv/bin/python
site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
libpython=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("LIBDIR"))')
# The stub finds its interpreter through PATH, not through PYTHONHOME.
export PATH=$home/venv/bin:$PATH
export LD_LIBRARY_PATH=$site/nvidia_pytriton.libs:$libpython
export PYTHONDONTWRITEBYTECODE=1
exec setpriv --pdeathsig TERM "$site/pytriton/tritonserver/bin/tritonserver" \
  --model-repository="$repository" --backend-directory="$home/backends" \
  --http-address 127.0.0.1 --http-port "$http" \
  --grpc-address 127.0.0.1 --grpc-port "$grpc" \
  --metrics-address 127.0.0.1 --metrics-port "$metrics" --metrics-interval-ms 1000 \
  "$@"
