"""The `temper` command: in this process, or in one of its own with test programs for trainers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from temper.cli.app import app
from tests.serving import BACKEND, TOKEN
from tests.stand_in import MAIN

Temper = Callable[..., Result]


def run_here(home: Path, *arguments: str, **variables: str) -> Result:
    """Run a command in this process."""
    given = {"TEMPER_HOME": str(home), "TEMPER_TOKEN": TOKEN, **variables}
    return CliRunner().invoke(app, list(arguments), env=given)


def start_temper(home: Path, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start a command in a process that leads a group, as at a terminal."""
    given = {"TEMPER_HOME": str(home), "TEMPER_TOKEN": TOKEN, "PYTHONPATH": str(BACKEND)}
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        [sys.executable, MAIN, *arguments],
        env=own | given | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def told(ran: Result) -> Any:
    """What a command that succeeded printed for scripts."""
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def complaint(ran: Result, code: int = 1) -> str:
    """What a command that failed said; nothing of it is for scripts."""
    assert ran.exit_code == code, (ran.exit_code, ran.output, ran.exception)
    assert ran.stdout == ""
    return ran.stderr
