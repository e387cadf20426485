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
  for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable \
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
  # Lighter without a window; some systems have only the whole one.
  local package=chromium-headless-shell
  apt-cache show "$package" >/dev/null 2>&1 || package=chromium
  install_debian "Installing Chromium for the browser tests (once) …" "$package"
}
