"""The supervisor's request to end between two iterations and keep what was learned."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

STOP_FILE = "TEMPER_STOP_FILE"


def stop_check(environment: Mapping[str, str] = os.environ) -> Callable[[], bool]:
    """Whether saving and stopping was asked for; never, when run by hand."""
    name = environment.get(STOP_FILE)
    if not name:
        return lambda: False
    path = Path(name)

    def requested() -> bool:
        try:
            request: Any = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return False
        # Without saving, the supervisor ends the process itself.
        return isinstance(request, dict) and request.get("save") is True  # pyright: ignore[reportUnknownMemberType]

    return requested
