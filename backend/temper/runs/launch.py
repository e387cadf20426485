"""What of `plan.json` a supervisor starts, and with which variables."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from temper.kit import files

PLAN_FILE = "plan.json"
STOP_FILE = "stop.json"


class CannotLaunch(Exception):
    """Why no trainer could be started."""


@dataclass(frozen=True)
class Launch:
    """A trainer's command line and all of its environment."""

    argv: list[str]
    environment: dict[str, str]


def read_launch(folder: Path) -> Launch:
    """What the plan of a run folder says to start. Raises CannotLaunch."""
    plan: Any = files.read_json(folder / PLAN_FILE)
    if not isinstance(plan, dict):
        raise CannotLaunch(f"{PLAN_FILE} is missing or is not valid JSON")
    plan = cast("dict[str, Any]", plan)
    argv: Any = plan.get("launch")
    extra: Any = plan.get("environment") or {}
    if not isinstance(argv, list) or not argv or not _all_text(cast("list[Any]", argv)):
        raise CannotLaunch(f"{PLAN_FILE} has no `launch`, a list of strings")
    if not isinstance(extra, dict) or not _all_text(list(cast("dict[Any, Any]", extra).values())):
        raise CannotLaunch(f"`environment` in {PLAN_FILE} is not an object of strings")
    environment = {
        **os.environ,
        **cast("dict[str, str]", extra),
        "TEMPER_STOP_FILE": str(folder / STOP_FILE),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    return Launch(cast("list[str]", argv), environment)


def _all_text(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
