"""What the installed trainer says of itself, read in a child process once for each version."""

import logging
import threading
from pathlib import Path

from pydantic import ValidationError

from temper import machine
from temper.kit.child import ChildDied, Children, TaskFailed
from temper.kit.files import write_atomic
from temper.methods.trainer_schema import TrainerSchema

log = logging.getLogger(__name__)


class TrainerSchemaCache:
    """The schema of the installed trainer; None until it is known."""

    def __init__(self, cache: Path) -> None:
        version = machine.versions()["mlx-lm-lora"]
        self._path = cache / f"trainer-{version}.json"
        self._schema = _kept(self._path)
        # It is gone as soon as this process is, and no Ctrl-C at a terminal reaches it.
        self._children = Children("temper.trainer.explain")
        self._closed = False

    def close(self) -> None:
        """Read no further: the server ends."""
        self._closed = True
        self._children.close()

    def read(self) -> TrainerSchema | None:
        """The schema, or None while the trainer is still being read or cannot be."""
        return self._schema

    def start(self) -> None:
        """Read it in the background where it is not known: importing MLX takes seconds."""
        if self._schema is None:
            threading.Thread(target=self.load, name="read-trainer", daemon=True).start()

    def load(self) -> None:
        """Read it now, and keep it."""
        try:
            schema = TrainerSchema.model_validate(self._children.call({"task": "describe"}))
            write_atomic(self._path, schema.model_dump_json().encode())
        except (TaskFailed, ChildDied, OSError, ValueError) as error:
            if not self._closed:
                log.warning("The installed trainer could not be read: %s", error)
            return
        finally:
            self._children.close()
        self._schema = schema


def _kept(path: Path) -> TrainerSchema | None:
    try:
        return TrainerSchema.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
