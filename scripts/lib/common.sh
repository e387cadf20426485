# Shared by the scripts: messages, the log, the lock and the stamps. Works with the bash 3.2 of macOS.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
VENV=$ROOT/.venv
STATE=$ROOT/.temper
LOG=$STATE/setup.log
LOCK=$STATE/setup.lock
LOG_BEGUN=

# A machine may export it; without byte code every start would compile all packages anew.
unset PYTHONDONTWRITEBYTECODE
# Another environment that is active must not leak into ours.
unset VIRTUAL_ENV PYTHONHOME CONDA_PREFIX

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "Temper: $*"
  exit 1
}

# Runs a command with everything it says in the log.
logged() {
  printf '\n$ %s\n' "$*" >>"$LOG"
  "$@" >>"$LOG" 2>&1 </dev/null
}

# The reason of a failed install: the network, when the end of the log speaks of it, or the log itself.
explain() {
  if tail -n 60 "$LOG" | grep -qiE 'name resolution|name or service not known|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network is unreachable|connection (refused|reset|error)|NewConnectionError|error sending request|failed to connect|dns error|timed? ?out|proxy'; then
    fail "$1: the network did not answer. Connect this machine (or set HTTPS_PROXY) and start again; what is done is kept. Details: $LOG"
  fi
  if tail -n 60 "$LOG" | grep -qiE 'no space left|ENOSPC|disk quota'; then
    fail "$1: the disk is full. Free about 2 GB and start again. Details: $LOG"
  fi
  fail "$1. Details: $LOG"
}

# A shell word from any text, for the scripts that are written.
quoted() { printf '%s' "$1" | sed "s/'/'\\\\''/g; s/^/'/; s/\$/'/"; }

stamp_is() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }

make_state_folder() {
  mkdir -p "$STATE" 2>/dev/null && touch "$LOG" 2>/dev/null ||
    fail "cannot write in $ROOT. Give this user the folder (sudo chown -R $(id -un) $(quoted "$ROOT")) or clone Temper into your home."
}

# One set-up at a time: the lock is a link to the pid of its holder, made in one step.
lock() {
  make_state_folder
  local holder told=
  until ln -s "$$" "$LOCK" 2>/dev/null; do
    holder=$(readlink "$LOCK" 2>/dev/null) || holder=
    if [ -z "$holder" ]; then
      [ -w "$STATE" ] || fail "cannot write in $STATE. Give this user the folder or remove it."
    elif ! is_setting_up "$holder"; then
      [ "$(readlink "$LOCK" 2>/dev/null)" != "$holder" ] || rm -f "$LOCK"
    else
      [ -n "$told" ] || say "Waiting for another set-up of this folder (process $holder) …"
      told=1
      sleep 0.2
    fi
  done
  trap 'unlock' EXIT
  trap 'say "Stopped. Start again to go on."; exit 130' INT TERM
  [ -n "$LOG_BEGUN" ] || : >"$LOG"
  LOG_BEGUN=1
}

# False for a pid that is gone, or that another program got since.
is_setting_up() {
  if [ -e /proc/self/cmdline ]; then
    grep -q 'scripts/' "/proc/$1/cmdline" 2>/dev/null
  else
    ps -p "$1" -o args= 2>/dev/null | grep -q 'scripts/'
  fi
}

unlock() {
  [ "$(readlink "$LOCK" 2>/dev/null)" = "$$" ] && rm -f "$LOCK"
  trap - EXIT INT TERM
}
