"""The child's side of `kit/child.py`: takes requests from stdin one at a time, answers on stdout.

A request is `{"task": name, …}`; answers are `{"progress": 0.5}`, and at last `{"result": …}` or
`{"error": {"kind": …, "detail": …, "data": …}}`.
"""

import contextlib
import json
import os
import queue
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from typing import IO, Any

Progress = Callable[[float], None]
Task = Callable[[dict[str, Any], Progress], Any]

_PROGRESS_SECONDS = 0.1
NICER = 5
"""The server, which answers people, comes first where processors are few."""


class Failure(Exception):
    """What a task raises where it cannot be done; reaches the other side as TaskFailed."""

    def __init__(self, kind: str, detail: str, data: Any = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.data = data


def serve(tasks: Mapping[str, Task]) -> None:
    """Do what is asked for until stdin ends: then whoever asked is gone, and so is the work."""
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    answers = _own_stdout()
    with contextlib.suppress(OSError):
        os.nice(NICER)
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    while True:
        request: dict[str, Any] = json.loads(requests.get())
        answer = _done(tasks[request.pop("task")], request, answers)
        _say(answers, answer)


def _done(task: Task, request: dict[str, Any], answers: IO[bytes]) -> dict[str, Any]:
    try:
        return {"result": task(request, _Reporter(answers))}
    except Failure as failure:
        error = {"kind": failure.kind, "detail": failure.detail, "data": failure.data}
        return {"error": error}
    except MemoryError:
        return {"error": {"kind": "memory", "detail": "There is not enough memory for this."}}
    except Exception as fault:
        traceback.print_exc()
        return {"error": {"kind": "fault", "detail": f"{type(fault).__name__}: {fault}"}}


class _Reporter:
    """Passes progress on, not more often than anyone could see."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._next = 0.0

    def __call__(self, fraction: float) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PROGRESS_SECONDS
            _say(self._answers, {"progress": fraction})


def _say(answers: IO[bytes], message: dict[str, Any]) -> None:
    answers.write(json.dumps(message).encode() + b"\n")
    answers.flush()


def _own_stdout() -> IO[bytes]:
    """Stdout for answers alone: what a library prints goes to stderr."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # A helper that outlives this process must not keep the other side waiting for an end.
    os.register_at_fork(after_in_child=lambda: os.close(own.fileno()))
    return own


def _read(requests: "queue.SimpleQueue[bytes]") -> None:
    # Not through sys.stdin: a task may fork, and its forks would find that file's lock held.
    pending = b""
    while piece := os.read(0, 1 << 16):
        *lines, pending = (pending + piece).split(b"\n")
        for line in lines:
            requests.put(line)
    if os.getpgrp() == os.getpid():
        # With all that this process started.
        os.killpg(0, signal.SIGKILL)
    os._exit(0)
