"""How a trainer ended, in plain words: a pure function that never guesses."""

import re
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

StopKind = Literal["save", "now"]

_TRACEBACK = "Traceback (most recent call last):"
_EXCEPTION = re.compile(r"[A-Za-z_][\w.]*(Error|Exception|Interrupt|Exit)\b(:|$)")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_LONGEST_QUOTE = 500

_SIGNALS = {
    "SIGKILL": "Something outside Temper killed the trainer (SIGKILL). On a machine short of memory "
    "the system does this; a person or another program can too.",
    "SIGTERM": "Something outside Temper asked the trainer to end (SIGTERM).",
    "SIGINT": "The trainer was interrupted from outside Temper (SIGINT).",
    "SIGHUP": "The trainer was ended by the loss of its terminal or session (SIGHUP).",
    "SIGSEGV": "The trainer crashed: it touched memory that is not its own (SIGSEGV). "
    "That is a fault in native code, not in the data or the parameters as such.",
    "SIGABRT": "The trainer crashed: native code gave up (SIGABRT). The last lines may say why.",
    "SIGBUS": "The trainer crashed: memory or a mapped file could not be read (SIGBUS). "
    "A model file that is cut off, or a full disk, can cause that.",
    "SIGILL": "The trainer crashed: this processor does not know an instruction (SIGILL). "
    "The installed packages may be built for another one.",
    "SIGFPE": "The trainer crashed: impossible arithmetic in native code (SIGFPE).",
    "SIGXCPU": "The trainer used up the processor time this system allows it (SIGXCPU).",
    "SIGXFSZ": "The trainer wrote a file larger than this system allows it (SIGXFSZ).",
    "SIGPIPE": "The trainer wrote to a pipe that nobody read (SIGPIPE).",
}


@dataclass(frozen=True)
class ExitInfo:
    """How a process ended: by itself with a `code`, or by a `signal` (its name)."""

    code: int | None = None
    signal: str | None = None

    @classmethod
    def from_returncode(cls, returncode: int) -> "ExitInfo":
        """From what `subprocess` reports: a negative number is a signal."""
        if returncode >= 0:
            return cls(code=returncode)
        try:
            return cls(signal=signal.Signals(-returncode).name)
        except ValueError:
            return cls(signal=f"signal {-returncode}")

    def __str__(self) -> str:
        return f"exit status {self.code}" if self.signal is None else self.signal


@dataclass(frozen=True)
class Outcome:
    """The end of a run and why, as a plain sentence."""

    outcome: Literal["completed", "failed", "stopped"]
    reason: str


def classify(
    exit: ExitInfo,
    result: Mapping[str, Any] | None = None,
    stop_requested: StopKind | None = None,
    last_lines: Sequence[str] = (),
) -> Outcome:
    """What became of a trainer, from its exit, its own `result` record and what was asked of it."""
    said = result["outcome"] if result else None
    reason = str(result["reason"]) if result else ""
    if said == "failed":
        return Outcome("failed", reason)
    if said in ("completed", "stopped") and exit.code == 0:
        return Outcome(said, reason)
    if stop_requested == "now":
        return Outcome("stopped", "Stopped at once, as asked. What no checkpoint holds is lost.")
    if said:
        return Outcome("failed", f"The trainer said it had {said}, but then ended with {exit}.")
    if exit.signal is not None:
        return Outcome("failed", _signalled(exit.signal, stop_requested))
    return Outcome("failed", _exited(exit.code, last_lines))


def _signalled(name: str, stop_requested: StopKind | None) -> str:
    words = _SIGNALS.get(name, f"The trainer was ended by {name}.")
    if stop_requested == "save":
        return f"{words} It had been asked to save and stop, and did not get to it."
    return words


def _exited(code: int | None, last_lines: Sequence[str]) -> str:
    lines = [plain for line in last_lines if (plain := _ANSI.sub("", line).rstrip())]
    if code == 0:
        return (
            "The trainer ended without saying how: its exit status is 0, but it reported neither "
            "a finished training nor a saved adapter."
        )
    if code == 2:
        # argparse and click both end this way, after a line with "error:".
        error = next((line for line in reversed(lines) if "rror: " in line), None)
        return f"The trainer did not accept its arguments (exit status 2){_quoted(error)}"
    return f"The trainer ended with exit status {code}{_quoted(last_exception(lines))}"


def last_exception(lines: Sequence[str]) -> str | None:
    """The line that names the last uncaught exception, `ValueError: …`, if there is one."""
    starts = [index for index, line in enumerate(lines) if line.startswith(_TRACEBACK)]
    if starts:
        after = lines[starts[-1] + 1 :]
        named = next((line for line in after if line and not line[0].isspace()), None)
        if named is not None:
            return named
    return next((line for line in reversed(lines) if _EXCEPTION.match(line)), None)


def _quoted(line: str | None) -> str:
    if line is None:
        return ". The last lines of the log may say why."
    text = line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE] + "…"
    return f": {text}"
