#!/usr/bin/env bash
# Sets Temper up on this machine, redoing only what changed, and serves it.
set -euo pipefail

usage="Usage: scripts/start.sh [--port N] [--no-browser] [--demo]
  --port N      listen on port N (default 8321, or TEMPER_PORT)
  --no-browser  do not open the panel in a browser
  --demo        also start the demo: GRPO on the built-in starter model, offline
TEMPER_BACKEND=cuda installs MLX for NVIDIA GPUs (Linux). TEMPER_HOME is the data folder (~/.temper)."

arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    --port)
      [ $# -ge 2 ] || { printf '%s\n' "Temper: --port needs a number." "$usage" >&2; exit 2; }
      arguments+=(--port "$2")
      shift
      ;;
    --port=*) arguments+=(--port "${1#--port=}") ;;
    --no-browser | --demo) arguments+=("$1") ;;
    -h | --help) printf '%s\n' "$usage"; exit 0 ;;
    *) printf '%s\n' "Temper: there is no option $1." "$usage" >&2; exit 2 ;;
  esac
  shift
done

here=$(dirname "${BASH_SOURCE[0]}")
. "$here/lib/common.sh"
. "$here/lib/debian.sh"
. "$here/lib/python.sh"
. "$here/lib/panel.sh"

prepare_environment
prepare_panel
exec "$VENV/bin/python" -P -m temper serve ${arguments[@]+"${arguments[@]}"}
