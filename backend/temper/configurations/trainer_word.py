"""The installed trainer's own word on a command line, from its own parser in a child process."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from temper.errors import Conflict
from temper.kit.child import Cancel, Cancelled, ChildDied, Children, TaskFailed

PATIENCE = 60.0
"""Seconds. The first call imports MLX, which takes a few on a busy machine."""


@dataclass(frozen=True)
class Argument:
    """One flag with its value, and what the parser makes of it."""

    tokens: tuple[str, ...]
    name: str | None
    """The parser's name for it: `batch_size`; None where it knows none."""
    value: Any
    left: tuple[str, ...]
    """Words that the parser does not recognise."""
    error: str | None


@dataclass(frozen=True)
class TrainerWord:
    """What one version of the trainer says."""

    version: str
    arguments: tuple[Argument, ...]
    known: frozenset[str]
    """Every key that some part of the trainer reads."""
    args: dict[str, Any] | None
    """What its `main` would run with; None where it stops."""
    error: str | None


Ask = Callable[[Sequence[str], str | None], TrainerWord]
"""The arguments and the text of a YAML file, or None, to the trainer's word. Raises Conflict."""


class TrainerParser:
    """A child that knows the trainer's parser; kept warm for a while."""

    def __init__(self) -> None:
        self._children = Children("temper.trainer.explain")

    def close(self) -> None:
        self._children.close()

    def ask(self, arguments: Sequence[str], config: str | None) -> TrainerWord:
        """Raises Conflict where the trainer cannot be asked."""
        cancel = Cancel()
        timer = threading.Timer(PATIENCE, cancel.ask)
        timer.daemon = True
        timer.start()
        request = {"task": "explain", "arguments": list(arguments), "config": config}
        try:
            answer = self._children.call(request, cancel=cancel)
        except (TaskFailed, ChildDied, OSError) as error:
            raise Conflict(f"The installed trainer could not be asked: {error}") from error
        except Cancelled as error:
            raise Conflict(f"The trainer's parser took more than {PATIENCE:.0f} s.") from error
        finally:
            timer.cancel()
        return _word(answer)


def _word(answer: dict[str, Any]) -> TrainerWord:
    return TrainerWord(
        version=answer["version"],
        arguments=tuple(
            Argument(tuple(a["tokens"]), a["name"], a["value"], tuple(a["left"]), a["error"])
            for a in answer["arguments"]
        ),
        known=frozenset(answer["known"]),
        args=answer["main"].get("args"),
        error=answer["main"].get("error"),
    )
