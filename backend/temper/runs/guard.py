"""What ends a trainer whose supervisor was killed.

`python -m temper.runs.guard RUN_FOLDER MARK`, which a shell turns into once the pipe from the
supervisor breaks: until then it waits in a megabyte of memory and no time at all.
"""

import sys
from pathlib import Path

from temper.kit import interpreter
from temper.runs.process import (
    Child,
    end_kin,
    finish_beside,
    kill_orphaned_trainer,
    spawn_beside,
)

# A line is the supervisor's word that all has ended; the end of the pipe without one is its death.
_WAIT = 'read -r _ && exit 0; exec "$@"'


class Guard:
    """Ends all of a run once this process is gone, however it went."""

    def __init__(self, folder: Path, mark: str) -> None:
        """Begin to guard. Raises OSError."""
        command = interpreter.command("temper.runs.guard", str(folder), mark)
        self._process: Child = spawn_beside("sh", "-c", _WAIT, "guard", *command, piped=True)

    def release(self) -> None:
        """Nothing is left to end."""
        finish_beside(self._process, b"\n")


def main(arguments: list[str]) -> int:
    folder, mark = arguments
    kill_orphaned_trainer(Path(folder))
    # The folder, and what it tells of the trainer, may be gone.
    end_kin(mark)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
