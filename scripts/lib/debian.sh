# Packages of Debian's (and Ubuntu's) that tests use, installed where this user may.

has_apt() { command -v apt-get >/dev/null 2>&1; }

may_install() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

# install_debian MESSAGE PACKAGE…
install_debian() {
  local as_root=
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  say "$1"
  shift
  make_state_folder
  export DEBIAN_FRONTEND=noninteractive
  logged $as_root apt-get update || explain "cannot read Debian's package lists"
  logged $as_root apt-get install -y --no-install-recommends "$@" || explain "cannot install Debian's packages"
}

# The same tests pass with MLX's own BLAS; real training takes several times as long.
find_fast_blas() {
  if has_fast_blas || ! has_apt || ! may_install; then return 0; fi
  install_debian "Installing OpenBLAS for the tests that train (once) …" libopenblas0-pthread
}

has_fast_blas() { [ "$(uname -s)" != Linux ] || ls /usr/lib/*/openblas-pthread/libblas.so.3 >/dev/null 2>&1; }
