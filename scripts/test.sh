#!/usr/bin/env bash
# Runs every check and test, going on after a failure, and ends with `N passed, N failed`.
set -euo pipefail

usage="Usage: scripts/test.sh [--fast | --thorough]
  --fast      leave out real training and the browser
  --thorough  also what takes long where other tests show much the same"

fast=
but="and not thorough"
case "${1:-}" in
  "") ;;
  --fast) fast=1 ;;
  --thorough)
    but=
    export THOROUGH_TESTS=1
    ;;
  -h | --help) printf '%s\n' "$usage"; exit 0 ;;
  *) printf '%s\n' "Temper: there is no option $1." "$usage" >&2; exit 2 ;;
esac

here=$(dirname "${BASH_SOURCE[0]}")
. "$here/lib/common.sh"
. "$here/lib/debian.sh"
. "$here/lib/python.sh"
. "$here/lib/panel.sh"
. "$here/lib/browser.sh"

prepare_environment dev
prepare_panel_packages
if [ -z "$fast" ]; then
  find_fast_blas
  find_browser
fi

# A person's own settings are not the tests'.
unset TEMPER_HOME TEMPER_TOKEN TEMPER_PORT TEMPER_ALLOWED_HOSTS
# Tests that train run beside each other: threads of their own would wait for one another.
export OPENBLAS_NUM_THREADS=1
cd "$ROOT"
reports=$STATE/reports
rm -rf "$reports"
mkdir -p "$reports"
passed=0
failed=0

# check NAME COMMAND…: one check, silent unless it fails.
check() {
  local name=$1 output begun=$SECONDS
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    printf 'ok      %s (%d s)\n' "$name" $((SECONDS - begun))
  else
    failed=$((failed + 1))
    printf '%s\nFAILED  %s: %s\n' "$output" "$name" "$*"
  fi
}

# tests NAME COMMAND…: a test runner, counted from the report that it writes to reports/NAME.xml.
tests() {
  local name=$1 code=0 counts good=0 bad=0 begun=$SECONDS
  shift
  "$@" || code=$?
  if counts=$("$VENV/bin/python" "$here/lib/count_tests.py" "$reports/$name.xml"); then
    good=${counts% *}
    bad=${counts#* }
  fi
  # A runner that broke down before or between its tests has failed too.
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] || [ $((good + bad)) -eq 0 ]; then bad=$((bad + 1)); fi
  passed=$((passed + good))
  failed=$((failed + bad))
  printf '%s  %s: %d passed, %d failed (%d s)\n' "$([ "$bad" -eq 0 ] && echo 'ok    ' || echo FAILED)" "$name" "$good" "$bad" $((SECONDS - begun))
}

in_frontend() { (cd "$FRONTEND" && "$@"); }

check "ruff" "$VENV/bin/ruff" check .
check "ruff format" "$VENV/bin/ruff" format --check .
# On one processor, while the panel is checked on the other.
"$VENV/bin/pyright" >"$reports/pyright.txt" 2>&1 &
pyright=$!
check "import-linter" "$VENV/bin/lint-imports"
check "panel's types and lint" in_frontend npm run check
check "panel's build and size" build_panel
if wait "$pyright"; then
  passed=$((passed + 1))
  printf 'ok      pyright\n'
else
  failed=$((failed + 1))
  cat "$reports/pyright.txt"
  printf 'FAILED  pyright\n'
fi
tests panel in_frontend npm test -- --reporter=default --reporter=junit --outputFile.junit="$reports/panel.xml"
pytest() {
  local name=$1
  shift
  tests "$name" "$VENV/bin/pytest" -q --durations=5 --junitxml="$reports/$name.xml" "$@"
}

# Three at once, as servers, runs and browsers are waited for half of the time.
pytest backend -n 3 -m "not real_trainer and not browser $but"
if [ -z "$fast" ]; then
  # By file: tests of one file share the runs that they look at, or a server.
  pytest trainer -n 3 --dist loadfile -m "real_trainer and not independent and not browser $but"
  pytest independent -n 3 -m "independent $but"
  pytest browser -n 3 --dist loadfile -m "browser $but"
fi

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
