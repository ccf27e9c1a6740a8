#!/bin/sh
# A benchmark every night. Written by bench ci init --cron; change it as you like. In the crontab:
#   17 3 * * * {{folder}}/bench-nightly.sh >>{{folder}}/bench-nightly.log 2>&1
# The exit code is that of bench ci run: 0 fine, 1 a gate was missed or something regressed, see docs/ci.md.
set -eu

# {{pinned}}
BENCH_FROM='{{from}}'
# cron knows few folders; where Node lies elsewhere, name it here.
PATH=/usr/local/bin:/usr/bin:/bin:$PATH

cd "$(dirname "$0")"
tool=${BENCH_TOOL:-$PWD/.bench-tool}
if [ "$(cat "$tool/installed-from" 2>/dev/null)" != "$BENCH_FROM" ]; then
  npm install --prefix "$tool" --no-audit --no-fund --no-package-lock "$BENCH_FROM"
  echo "$BENCH_FROM" >"$tool/installed-from"
fi
exec npx --no --prefix "$tool" bench ci run --history bench-history "$@"
