"""What is known of a run whose supervisor left no word."""

from pathlib import Path
from typing import Any

from temper.kit.files import read_tail
from temper.runs.folder import RunFolder
from temper.runs.history import read_events
from temper.runs.lifecycle import SUPERVISOR_GONE
from temper.runs.process import SUPERVISOR_LOG
from temper.runs.recorder import LAST_LINE_CHARACTERS, LAST_LINES

GIVEN_UP = (
    "Stopped at once, as asked. The supervisor gave no answer for three seconds, as when it is frozen,"
    " so the server ended it with the trainer. What no checkpoint holds is lost."
)


def why_lost(folder: RunFolder) -> str:
    """Why the run ended, as far as its folder tells."""
    if not folder.path.is_dir():
        return f"The run folder {folder.path} is gone, so the run was ended."
    complaints = _lines(folder.path / SUPERVISOR_LOG)
    if complaints:
        return f"The supervising process ended without a word in the log of the run. It said: {complaints[-1]}"
    return SUPERVISOR_GONE


def last_known(folder: RunFolder) -> dict[str, Any]:
    """Fields of a `result`: the newest saved adapter, and what was printed last."""
    try:
        saved = read_events(folder.events, frozenset({"checkpoint"}))
    except OSError:
        saved = []
    there = [event["path"] for event in saved if (folder.path / event["path"]).is_file()]
    return {
        "adapter": there[-1] if there else None,
        "last_lines": _lines(folder.output_log)[-LAST_LINES:],
    }


def _lines(path: Path) -> list[str]:
    try:
        text = read_tail(path, LAST_LINES * LAST_LINE_CHARACTERS).decode("utf-8", "replace")
    except OSError:
        return []
    return [line[:LAST_LINE_CHARACTERS] for line in text.splitlines() if line.strip()]
