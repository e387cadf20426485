"""From start to the last record and the exit status, whatever happens between."""

import io
import os
import sys
import traceback
from typing import Any

from temper.trainer import stop, watchdog
from temper.trainer.outcome import BadArguments, Result, TrainingFailed, failure, quiet_end
from temper.trainer.progress import Progress
from temper.trainer.records import Records

OK, FAILED, BAD_ARGUMENTS = 0, 1, 2


def main() -> int:
    """Train as the command line says; the exit status is 0 only after `completed` or `stopped`."""
    if stop.STOP_FILE in os.environ:
        watchdog.end_with_parent()
    flush_lines()
    records = Records(enabled=os.environ.get("MLX_RANK", "0") == "0")
    progress = Progress(records, stop.stop_check())
    progress.enter("loading")
    result, status = train(records, progress)
    records.emit("result", **result.record())
    return status


def flush_lines() -> None:
    """Let every printed line go out at once, also into a pipe."""
    output: Any = sys.stdout
    if isinstance(output, io.TextIOWrapper):
        output.reconfigure(line_buffering=True)


def train(records: Records, progress: Progress) -> tuple[Result, int]:
    """Run the trainer to its end. A signal, Ctrl-C and `--help` pass through."""
    try:
        # Imports MLX and the trainer: seconds, and an error of theirs is a result too.
        from temper.trainer.session import run_trainer

        run_trainer(records, progress)
    except SystemExit as end:
        if {"-h", "--help"} & set(sys.argv):
            raise
        error = TrainingFailed(
            f"Something that the trainer ran ended the process (exit {end.code})."
        )
        return failed(error, progress), FAILED
    except BadArguments as error:
        return failed(error, progress), BAD_ARGUMENTS
    except Exception as error:
        report(error)
        return failed(error, progress), FAILED
    result = quiet_end(
        progress.finished, progress.total, progress.stopped, progress.final_saved, progress.adapter
    )
    return result, FAILED if result.outcome == "failed" else OK


def failed(error: Exception, progress: Progress) -> Result:
    return failure(error, progress.phase, progress.finished, progress.final_saved, progress.adapter)


def report(error: Exception) -> None:
    """Print the traceback of what is not understood, and the sentence of what is."""
    sys.stdout.flush()
    if not isinstance(error, TrainingFailed):
        traceback.print_exception(error)
        return
    if error.__cause__ is not None:
        traceback.print_exception(error.__cause__)
    print(f"Error: {error}", file=sys.stderr, flush=True)
