# A Chromium for the browser tests: the system's, or one that is installed.

# Sets TEMPER_BROWSER to the program, unless the caller named one.
find_browser() {
  [ -z "${TEMPER_BROWSER:-}" ] || return 0
  browser_here && return
  if [ "$(uname -s)" = Darwin ]; then
    say "Installing Chromium for the browser tests (once) …"
    make_state_folder
    logged "$VENV/bin/playwright" install chromium || explain "cannot install Chromium"
    TEMPER_BROWSER=$("$VENV/bin/python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as p: print(p.chromium.executable_path)')
    export TEMPER_BROWSER
  else
    install_debian_browser
    browser_here || fail "found no Chromium. Install it, or name one in TEMPER_BROWSER, or run scripts/test.sh --fast."
  fi
}

browser_here() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if TEMPER_BROWSER=$(command -v "$name" 2>/dev/null); then
      export TEMPER_BROWSER
      return
    fi
  done
  return 1
}

install_debian_browser() {
  has_apt || return 0
  may_install || fail "the browser tests need Chromium: sudo apt-get install chromium (or scripts/test.sh --fast)."
  install_debian "Installing Chromium for the browser tests (once) …" chromium
}
