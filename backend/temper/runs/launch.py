"""What of `plan.json` a supervisor starts, and with which variables."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from temper.kit import files
from temper.runs.care.disk import DiskNeed

PLAN_FILE = "plan.json"
STOP_FILE = "stop.json"
PLAN_VERSION = 1
"""Of `plan.json`, for the supervisor of another version of Temper. Plans before it had none."""

# Metal ends work that holds up the display. This setting of the GPU driver makes it wait longer: an
# MLX maintainer gives it for LoRA training with the display on (ml-explore/mlx, issue 3267).
FOR_METAL = {"AGX_RELAX_CDM_CTXSTORE_TIMEOUT": "1"}


class CannotLaunch(Exception):
    """Why no trainer could be started."""


@dataclass(frozen=True)
class Launch:
    """A trainer's command line and all of its environment."""

    argv: list[str]
    environment: dict[str, str]
    need: DiskNeed = field(default_factory=DiskNeed)
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    """The plan's effective parameters."""


def read_launch(folder: Path) -> Launch:
    """What the plan of a run folder says to start. Raises CannotLaunch."""
    plan: Any = files.read_json(folder / PLAN_FILE)
    if not isinstance(plan, dict):
        raise CannotLaunch(f"{PLAN_FILE} is missing or is not valid JSON")
    plan = cast("dict[str, Any]", plan)
    version: Any = plan.get("version", PLAN_VERSION)
    if not isinstance(version, int) or version > PLAN_VERSION:
        raise CannotLaunch(
            f"{PLAN_FILE} is of version {version}, and this Temper reads up to {PLAN_VERSION};"
            " update Temper, or start the run again"
        )
    argv: Any = plan.get("launch")
    extra: Any = plan.get("environment") or {}
    if not isinstance(argv, list) or not argv or not _all_text(cast("list[Any]", argv)):
        raise CannotLaunch(f"{PLAN_FILE} has no `launch`, a list of strings")
    if not isinstance(extra, dict) or not _all_text(list(cast("dict[Any, Any]", extra).values())):
        raise CannotLaunch(f"`environment` in {PLAN_FILE} is not an object of strings")
    for_metal = FOR_METAL if sys.platform == "darwin" else {}
    environment: dict[str, str] = {
        **for_metal,
        **os.environ,
        **cast("dict[str, str]", extra),
        "TEMPER_STOP_FILE": str(folder / STOP_FILE),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    return Launch(cast("list[str]", argv), environment, _need(plan), _values(plan))


def _need(plan: dict[str, Any]) -> DiskNeed:
    try:
        return DiskNeed(int(plan["disk"]["checkpoint"]), int(plan["disk"]["total"]))
    except (KeyError, TypeError, ValueError):
        return DiskNeed()


def _values(plan: dict[str, Any]) -> dict[str, Any]:
    try:
        return {name: each["value"] for name, each in plan["plan"]["parameters"].items()}
    except (KeyError, TypeError, AttributeError):
        return {}


def _all_text(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
