"""How a trainer ended, in plain words: a pure function that never guesses."""

import re
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

StopKind = Literal["save", "now"]
Cause = Literal["out_of_memory", "gpu_timeout", "not_finite", "killed"]
"""Why a run failed, where a change of its parameters may help; see `remedy.py`."""

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
class _Signature:
    """What a known crash leaves in the last lines, and what it means."""

    pattern: re.Pattern[str]
    cause: Cause
    reason: str


_SIGNATURES = (
    # MLX ends its process with the status that Metal gives a command buffer; the names are those of
    # kIOGPUCommandBufferCallbackError… as reported in ml-explore/mlx, issues 3267 and 479.
    _Signature(
        re.compile(r"ErrorOutOfMemory|\[METAL\].*Insufficient Memory"),
        "out_of_memory",
        "The GPU ran out of memory (Metal: Insufficient Memory).",
    ),
    _Signature(
        re.compile(r"ErrorImpactingInteractivity|ErrorTimeout|ErrorHang|GPU (Timeout|Hang) Error"),
        "gpu_timeout",
        "macOS ended the work of the trainer on the GPU, because a single step of it took too long while"
        " the display needed the GPU (Metal's watchdog). Smaller steps go through, and so does training"
        " with the display off.",
    ),
    _Signature(
        re.compile(r"std::bad_alloc|\[metal::malloc\]|^MemoryError|Attempting to allocate"),
        "out_of_memory",
        "The trainer ran out of memory.",
    ),
)
_NO_NUMBERS = re.compile(r"\bNaN\b|Non-finite", re.IGNORECASE)
_NO_MEMORY = re.compile(
    r"ran out of memory|out of memory|^MemoryError", re.IGNORECASE | re.MULTILINE
)


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
    cause: Cause | None = None


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
        return Outcome("failed", reason, _cause_said(result or {}))
    if said in ("completed", "stopped") and exit.code == 0:
        return Outcome(said, reason)
    if stop_requested == "now":
        return Outcome("stopped", "Stopped at once, as asked. What no checkpoint holds is lost.")
    if said:
        return Outcome("failed", f"The trainer said it had {said}, but then ended with {exit}.")
    if exit.signal is not None:
        return _signalled(exit.signal, stop_requested, last_lines)
    known = _known(last_lines)
    if known and exit.code:
        return Outcome("failed", known.reason, known.cause)
    return Outcome("failed", _exited(exit.code, last_lines))


def _cause_said(result: Mapping[str, Any]) -> Cause | None:
    """Of a failure that the trainer itself explained."""
    details: Any = result.get("details") or {}
    said = f"{result['reason']}\n{details.get('error', '')}"
    if _NO_MEMORY.search(said):
        return "out_of_memory"
    return "not_finite" if _NO_NUMBERS.search(said) else None


def _known(last_lines: Sequence[str]) -> _Signature | None:
    return next(
        (each for each in _SIGNATURES for line in last_lines if each.pattern.search(line)), None
    )


def _signalled(name: str, stop_requested: StopKind | None, last_lines: Sequence[str]) -> Outcome:
    words = _SIGNALS.get(name, f"The trainer was ended by {name}.")
    cause: Cause | None = "killed" if name == "SIGKILL" else None
    # Native code that gives up has said why; any other signal has nothing to do with what was said.
    if name == "SIGABRT" and (known := _known(last_lines)):
        words, cause = f"{known.reason} The trainer ended with {name}.", known.cause
    if stop_requested == "save":
        words = f"{words} It had been asked to save and stop, and did not get to it."
    return Outcome("failed", words, cause)


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
