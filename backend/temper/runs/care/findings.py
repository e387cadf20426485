"""What looking after a run comes to: a warning, or a stop."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Warn:
    """Something a person should know; said once until it is over."""

    code: str
    message: str


@dataclass(frozen=True)
class Halt:
    """The run cannot go on: how to stop it, and how it is said to have ended."""

    kind: Literal["save", "now"]
    outcome: Literal["failed", "stopped"]
    reason: str


Finding = Warn | Halt
