"""The detached process that starts one trainer, writes down what it says, stops it, and records its end.

`python -m temper.runs.supervisor FOLDER`. Standard library only: it starts at once and stays small.
Exit status: 0 once the end of the run is in its log, however the run ended.
"""

import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from temper.runs import process
from temper.runs.recorder import Unwritable
from temper.runs.supervision import Supervision

EXIT_USAGE = 2
EXIT_ALREADY_SUPERVISED = 3
EXIT_STORAGE = 4

FULL = (
    "The disk is full: nothing more could be written, so the run was ended. Checkpoints saved until"
    " then are kept. Free some space, then resume."
)


def supervise(folder: Path) -> int:
    """Supervise the run of a folder whose lock is held; the exit status."""
    try:
        run = Supervision(folder)
    except Unwritable as error:
        complain(f"The run folder cannot be written: {error}")
        return EXIT_STORAGE

    def heed(number: int, _: object) -> None:
        # SIGHUP and SIGINT are for those at a terminal. A handler, not SIG_IGN, which the trainer
        # would inherit.
        if number == signal.SIGTERM:
            run.tell_to_end()

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, heed)
    try:
        try:
            run.run()
        except Unwritable as error:
            complain(f"The run folder cannot be written: {error}")
            run.close_after(FULL if error.full else f"The run folder could not be written: {error}")
            return EXIT_STORAGE
        except Exception as error:
            complain(traceback.format_exc())
            run.close_after(f"The supervisor of this run failed: {error!r}")
            return 1
    except Unwritable as error:
        complain(f"The end of the run could not be written: {error}")
        return EXIT_STORAGE
    return 0


def complain(words: str) -> None:
    """To `supervisor.log`, which lies on the same disk: it may be full as well."""
    with suppress(OSError):
        print(words, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """`FOLDER [LOCK]`: LOCK is the inherited descriptor of the folder's lock, where it is held."""
    if not 1 <= len(arguments) <= 2 or not Path(arguments[0]).is_dir():
        print("usage: python -m temper.runs.supervisor RUN_FOLDER", file=sys.stderr)
        return EXIT_USAGE
    folder = Path(arguments[0]).absolute()
    if len(arguments) == 2:
        os.set_inheritable(int(arguments[1]), False)
    else:
        try:
            process.acquire_lock(folder)
        except process.AlreadySupervised as error:
            print(error, file=sys.stderr)
            return EXIT_ALREADY_SUPERVISED
        except OSError as error:
            print(f"The run folder cannot be written: {error}", file=sys.stderr)
            return EXIT_STORAGE
    return supervise(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
