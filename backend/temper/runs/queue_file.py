"""The queue's settings and order beside the database: a lost one lets nothing go that was held back."""

from pathlib import Path
from typing import Any, cast

from temper.kit.files import read_object, write_json


class QueueFile:
    """`queue.json` in the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, settings: dict[str, Any], waiting: list[str]) -> None:
        """Raises OSError."""
        write_json(self._path, settings | {"waiting": waiting})

    def settings(self) -> dict[str, Any]:
        """As they were written; paused where the file does not say that the queue was not."""
        kept = read_object(self._path) or {}
        failed_run = kept.get("failed_run")
        return {
            "paused": kept.get("paused") is not False,
            "stop_on_failure": kept.get("stop_on_failure") is True,
            "failed_run": failed_run if isinstance(failed_run, str) else None,
        }

    def waiting(self) -> list[str]:
        """The ids of queued runs, next to start first, as they were arranged last."""
        waiting = (read_object(self._path) or {}).get("waiting")
        listed = cast("list[object]", waiting) if isinstance(waiting, list) else []
        return [run_id for run_id in listed if isinstance(run_id, str)]
