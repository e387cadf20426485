"""A child that does as the tests of `kit/child.py` ask."""

import os
import signal
import sys
import time
from typing import Any

from temper.kit.tasks import Failure, Progress, serve


def echo(request: dict[str, Any], progress: Progress) -> Any:
    progress(0.5)
    print("libraries print")
    return {"said": request["text"], "pid": os.getpid()}


def refuse(request: dict[str, Any], progress: Progress) -> Any:
    raise Failure("no_rows", "There are no rows.", {"line": 3})


def fault(request: dict[str, Any], progress: Progress) -> Any:
    raise RuntimeError("a mistake")


def die(request: dict[str, Any], progress: Progress) -> Any:
    for number in range(1000):
        print(f"line {number} " + "x" * 2000, file=sys.stderr)
    print("the last words", file=sys.stderr, flush=True)
    if request["how"] == "signal":
        os.kill(os.getpid(), signal.SIGSEGV)
    os._exit(3)


def hang(request: dict[str, Any], progress: Progress) -> Any:
    helper = os.fork()
    if helper == 0:
        time.sleep(600)
    progress(helper)
    if request.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(600)


if __name__ == "__main__":
    serve({"echo": echo, "refuse": refuse, "fault": fault, "die": die, "hang": hang})
