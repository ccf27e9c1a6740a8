#!/usr/bin/env bash
# Installs the servers that `npm run test:real` talks to: Debian or Ubuntu packages by apt, a Python
# environment with a real Triton and grpcio by pip, a server on grpc-go by the Go there is, a Docker
# engine with the stuff of images, by npm what draws the charts of report.md, and what checks the
# templates of scheduled jobs. What is
# there already is left as it is, so a second run takes a second. Debian registers services for some
# packages; the tests never use those.
#
#   INFERBENCH_REAL_HOME   where the Python environment goes (default ~/.cache/inferbench-real)
#   PYTHON                 interpreter to take (default: the first fit one of python3, /usr/bin/python3)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${INFERBENCH_REAL_HOME:-$HOME/.cache/inferbench-real}
mkdir -p "$home"
exec 9>"$home/.lock"
flock 9

. "$here/retry.sh"
. "$here/install-packages.sh"
. "$here/install-triton.sh"
. "$here/install-go-echo.sh"
. "$here/install-docker.sh"
. "$here/install-mermaid.sh"
. "$here/install-linters.sh"

install_packages chromium default-jre-headless libhdrhistogram-java libxml2-utils nghttp2 nginx-light poppler-utils prometheus python3-venv tmux victoria-metrics wrk
install_triton
install_go_echo
install_docker
install_mermaid
install_linters
echo "real servers are in $home"
