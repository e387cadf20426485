#!/usr/bin/env bash
# Builds the panel when its sources changed: what `pip install .` runs.
# With --check-node it only tells, by its exit code, whether this system has a Node that fits.
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
. "$here/lib/common.sh"
. "$here/lib/debian.sh"
. "$here/lib/python.sh"
. "$here/lib/panel.sh"

if [ "${1:-}" = --check-node ]; then
  node_fits
else
  prepare_panel
fi
