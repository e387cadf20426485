#!/usr/bin/env bash
# Runs every benchmark, or those that are named (`scripts/bench.sh startup`), and prints what they measure.
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
. "$here/lib/common.sh"
. "$here/lib/debian.sh"
. "$here/lib/python.sh"
. "$here/lib/panel.sh"

prepare_environment dev
prepare_panel
cd "$ROOT/backend/benchmarks"

[ $# -gt 0 ] || set -- *.py
for name in "$@"; do
  name=${name%.py}
  printf '\n%s\n' "$name"
  "$VENV/bin/python" -m "benchmarks.$name"
done
