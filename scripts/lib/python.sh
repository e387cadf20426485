# The Python environment in .venv: made once, and brought up to date when what it is made from changed.

PYTHON_TEST='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'
INSTALL_UV='or install uv (https://docs.astral.sh/uv/), which brings its own'

# The set of packages to install: base (Metal on macOS, the CPU on Linux) or cuda.
choose_backend() {
  case "${TEMPER_BACKEND:-}" in
    "") BACKEND=$(cat "$VENV/temper/backend" 2>/dev/null || echo base) ;;
    cpu | metal) BACKEND=base ;;
    cuda)
      BACKEND=cuda
      [ "$(uname -s)" = Linux ] || fail "TEMPER_BACKEND=cuda is for Linux with an NVIDIA GPU. Unset TEMPER_BACKEND."
      ;;
    *) fail "TEMPER_BACKEND is '$TEMPER_BACKEND'; it may be cuda, or unset for Metal on macOS and the CPU on Linux." ;;
  esac
}

# What .venv has to be made from, in one line: the place, and each requirements file's checksum.
wanted_environment() {
  printf '%s' "$ROOT"
  local set
  for set in "$BACKEND" "$@"; do
    printf ' %s %s' "$set" "$(cksum <"$ROOT/backend/requirements/$set.txt" | tr ' ' -)"
  done
}

environment_is_current() {
  [ -x "$VENV/bin/python" ] && [ -x "$VENV/bin/temper" ] || return 1
  # What tests need comes on top: a start after a test is no change.
  case "$(cat "$VENV/temper/environment" 2>/dev/null) " in "$(wanted_environment "$@") "*) ;; *) return 1 ;; esac
}

# prepare_environment [dev]: leaves .venv with all packages, and `temper` in it.
prepare_environment() {
  choose_backend
  environment_is_current "$@" && return
  lock
  if ! environment_is_current "$@"; then
    check_machine
    venv_is_usable || make_venv
    install_packages "$@"
    link_temper
    mkdir -p "$VENV/temper"
    printf '%s' "$BACKEND" >"$VENV/temper/backend"
    wanted_environment "$@" >"$VENV/temper/environment"
  fi
  unlock
}

# MLX's own limits, told before anything is fetched.
check_machine() {
  local system machine version
  system=$(uname -s)
  machine=$(uname -m)
  case "$system" in
    Darwin)
      if [ "$machine" != arm64 ]; then
        [ "$(sysctl -n sysctl.proc_translated 2>/dev/null)" = 1 ] &&
          fail "this terminal runs under Rosetta, where MLX does not work. Open it natively (uncheck 'Open using Rosetta') and start again."
        fail "this Mac has an Intel processor, which MLX does not support. Use a Mac with Apple silicon, or Linux."
      fi
      version=$(sw_vers -productVersion)
      [ "${version%%.*}" -ge 14 ] || fail "macOS $version is too old for MLX. Update to macOS 14 or newer."
      ;;
    Linux)
      case "$machine" in
        x86_64 | aarch64) ;;
        *) fail "MLX does not support $machine processors. Use x86-64 or 64-bit ARM." ;;
      esac
      version=$(getconf GNU_LIBC_VERSION 2>/dev/null) ||
        fail "this Linux has no glibc (Alpine and other musl systems), which MLX needs. Use Debian 12, Ubuntu 22.04 or newer."
      version=${version#glibc }
      [ "${version%%.*}" -gt 2 ] || [ "${version#*.}" -ge 35 ] ||
        fail "glibc $version is too old for MLX, which needs 2.35. Use Debian 12, Ubuntu 22.04 or newer."
      ;;
    *) fail "Temper runs on macOS and Linux; this is $system. On Windows use WSL 2." ;;
  esac
}

# False for a .venv that was moved, was made for other hardware, or whose Python is gone.
venv_is_usable() {
  [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c "$PYTHON_TEST" 2>/dev/null || return 1
  stamp_is "$VENV/temper/backend" "$BACKEND" || [ ! -e "$VENV/temper/backend" ] || return 1
  case "$(cat "$VENV/temper/environment" 2>/dev/null)" in "" | "$ROOT "*) ;; *) return 1 ;; esac
}

make_venv() {
  local python
  rm -rf "$VENV" || fail "cannot remove $VENV, which must be made anew. Remove it and start again."
  if have_uv; then
    say "Making a Python environment in .venv …"
    logged uv venv --no-project --python '>=3.11,<3.15' "$VENV" && return
    python=$(find_python) || explain "cannot find or fetch Python 3.11 to 3.14 with uv. $(python_remedy)"
  else
    python=$(find_python) || fail "needs Python 3.11 to 3.14, and found none. $(python_remedy)"
    say "Making a Python environment in .venv …"
  fi
  "$python" -c 'import ensurepip, venv' 2>/dev/null || fail "$python cannot make environments. $(venv_remedy "$python")"
  logged "$python" -m venv "$VENV" || explain "cannot make a Python environment with $python"
}

have_uv() { uv --version >/dev/null 2>&1; }

# Prints the first Python that fits. A name on the PATH may be a shim that fails, so each is run.
find_python() {
  local name
  for name in python3.13 python3.12 python3.14 python3.11 python3 python; do
    command -v "$name" >/dev/null 2>&1 || continue
    # On a bare Mac /usr/bin/python3 only opens the dialog that installs Xcode's tools.
    [ "$(command -v "$name")" != /usr/bin/python3 ] || [ "$(uname -s)" != Darwin ] || xcode-select -p >/dev/null 2>&1 || continue
    if "$name" -c "$PYTHON_TEST" 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

python_remedy() {
  if [ "$(uname -s)" = Darwin ]; then
    printf '%s' "Install it (brew install python@3.13), $INSTALL_UV."
  elif command -v apt-get >/dev/null 2>&1; then
    printf '%s' "Install it (sudo apt-get install python3 python3-venv), $INSTALL_UV."
  else
    printf '%s' "Install it with this system's package manager, $INSTALL_UV."
  fi
}

venv_remedy() {
  local version
  version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  printf '%s' "Install its venv module (on Debian: sudo apt-get install python$version-venv), $INSTALL_UV."
}

install_packages() {
  local set files
  files=()
  for set in "$BACKEND" "$@"; do files+=(-r "$ROOT/backend/requirements/$set.txt"); done
  say "Installing Python packages (once, about a minute) …"
  install_files "${files[@]}" || explain "cannot install the Python packages"
  hint_at_speed
}

# What would make training faster here, once, after an install.
hint_at_speed() {
  [ "$BACKEND" = base ] && [ "$(uname -s)" = Linux ] || return 0
  if command -v nvidia-smi >/dev/null 2>&1; then
    say "This machine has an NVIDIA GPU: TEMPER_BACKEND=cuda scripts/start.sh trains on it."
  elif has_apt && ! has_fast_blas; then
    say "Training on this CPU is faster with OpenBLAS: sudo apt-get install libopenblas0-pthread"
  fi
}

install_files() {
  if have_uv; then
    logged uv pip install --python "$VENV/bin/python" --require-hashes "$@"
  else
    # An environment that uv made has no pip of its own.
    "$VENV/bin/python" -c 'import pip' 2>/dev/null || logged "$VENV/bin/python" -m ensurepip ||
      fail "$VENV has no pip. Remove that folder, $INSTALL_UV, and start again."
    logged "$VENV/bin/python" -m pip install --disable-pip-version-check --require-hashes "$@"
  fi
}

# Makes `temper` and `python -m temper` run this checkout, without a build.
link_temper() {
  local packages
  packages=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  printf '%s\n' "$ROOT/backend" >"$packages/temper.pth"
  # -P: a file in the current folder must not stand in for a module.
  printf '#!/bin/sh\nexec %s -P -m temper "$@"\n' "$(quoted "$VENV/bin/python")" >"$VENV/bin/temper"
  chmod +x "$VENV/bin/temper"
}
