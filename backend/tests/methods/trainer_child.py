"""The installed trainer, asked in a child process: the tests' own process never imports MLX."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

BACKEND = Path(__file__).parents[2]


def child(*arguments: str, given: str = "") -> Any:
    """What a Python child says on its last line, as JSON."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=BACKEND, input=given, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
