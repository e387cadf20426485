"""Processes of ours that do long work: JSON lines in, JSON lines out, ended by a signal or a word.

A child leads a session and process group of its own, so that ending it ends all that it started. What
it prints to stderr is kept, as far as it is the last of it. `kit/tasks.py` is the child's side.
"""

import contextlib
import json
import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping
from typing import IO, Any

from temper.kit import interpreter

IDLE_SECONDS = 60.0
_TAIL_LINES = 40
_LONGEST_TAIL_LINE = 500
_END_SECONDS = 2.0

Request = Mapping[str, Any]
Progress = Callable[[float], None]


class TaskFailed(Exception):
    """The task itself could not be done; `kind` and `data` are its own words."""

    def __init__(self, kind: str, detail: str, data: Any = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.data = data


class ChildDied(Exception):
    """The process ended in the middle of its work: by a signal, or by a fault of ours."""

    def __init__(self, status: int, tail: str) -> None:
        how = f"was killed ({_signal_name(-status)})" if status < 0 else f"ended with {status}"
        last = tail.strip().rpartition("\n")[2]
        super().__init__(f"The process that did the work {how}" + (f": {last}" if last else "."))
        self.status = status
        self.tail = tail


class Cancelled(Exception):
    """The work was called off."""


class Cancel:
    """Calls one piece of work off, from any thread and at any moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False
        self._end: Callable[[], None] | None = None

    @property
    def asked(self) -> bool:
        """Whether the work was called off."""
        return self._asked

    def ask(self) -> None:
        """Call it off: a child that does it now is killed with all that it started."""
        with self._lock:
            self._asked = True
            if self._end is not None:
                self._end()

    def check(self) -> None:
        """Raises Cancelled when it was called off."""
        if self._asked:
            raise Cancelled

    @contextlib.contextmanager
    def by(self, end: Callable[[], None]) -> Generator[None]:
        """How to end what happens inside. Raises Cancelled when it was called off before."""
        with self._lock:
            self.check()
            self._end = end
        try:
            yield
        finally:
            with self._lock:
                self._end = None


class Children:
    """Children that run one module; those that are idle are kept warm for a while."""

    def __init__(
        self,
        module: str,
        *,
        idle_seconds: float = IDLE_SECONDS,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._module = module
        self._idle_seconds = idle_seconds
        self._environment = dict(environment or {})
        self._idle: list[tuple[_Child, threading.Timer]] = []
        self._busy: set[_Child] = set()
        self._lock = threading.Lock()

    def call(
        self, request: Request, on_progress: Progress | None = None, cancel: Cancel | None = None
    ) -> Any:
        """What the task returned, waiting for it. Raises TaskFailed, ChildDied, Cancelled, OSError."""
        cancel = cancel or Cancel()
        child = self._take()
        try:
            with cancel.by(child.kill):
                result = child.call(request, on_progress)
        except ChildDied:
            cancel.check()
            raise
        finally:
            self._put_back(child)
        return result

    def warm(self) -> None:
        """Start a child that waits for work. Raises OSError."""
        self._put_back(self._take())

    def close(self) -> None:
        """End all children, also those that work."""
        with self._lock:
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for child, timer in idle:
            timer.cancel()
            child.kill()
        for child in busy:
            child.kill()

    def _take(self) -> "_Child":
        with self._lock:
            while self._idle:
                child, timer = self._idle.pop()
                timer.cancel()
                if child.alive:
                    break
                child.kill()
            else:
                child = _Child(self._module, self._environment)
            self._busy.add(child)
        return child

    def _put_back(self, child: "_Child") -> None:
        with self._lock:
            self._busy.discard(child)
            if child.alive:
                timer = threading.Timer(self._idle_seconds, self._let_go, (child,))
                timer.daemon = True
                timer.start()
                self._idle.append((child, timer))
                return
        child.kill()

    def _let_go(self, child: "_Child") -> None:
        with self._lock:
            before = len(self._idle)
            self._idle = [kept for kept in self._idle if kept[0] is not child]
            if len(self._idle) == before:
                return
        child.kill()


class _Child:
    """One process, which does one thing at a time."""

    def __init__(self, module: str, variables: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            interpreter.command(module),
            env=interpreter.environment() | dict(variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self._requests: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout
        self._tail: deque[bytes] = deque(maxlen=_TAIL_LINES)
        self._reader = threading.Thread(
            target=self._read_tail, args=(self._process.stderr,), daemon=True
        )
        self._reader.start()
        self._lock = threading.Lock()
        self._whole = True
        self._ended = False

    @property
    def alive(self) -> bool:
        """Whether it can take another task."""
        return self._whole and self._process.poll() is None

    def call(self, request: Request, on_progress: Progress | None) -> Any:
        """The result of a task. Raises TaskFailed and ChildDied."""
        self._whole = False
        with contextlib.suppress(BrokenPipeError):
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
        for line in self._answers:
            if not line.endswith(b"\n"):
                break
            answer = json.loads(line)
            if "progress" in answer:
                if on_progress is not None:
                    on_progress(answer["progress"])
                continue
            self._whole = True
            if "error" in answer:
                raise TaskFailed(**answer["error"])
            return answer["result"]
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self.kill()
        self._reader.join(_END_SECONDS)
        tail = b"".join(self._tail).decode("utf-8", "replace")
        raise ChildDied(self._process.returncode, tail)

    def kill(self) -> None:
        """End it and all that it started."""
        with self._lock:
            if self._ended:
                return
            self._ended, self._whole = True, False
            # Its group outlives it where a process that it started still lives.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            with contextlib.suppress(BrokenPipeError):
                self._requests.close()

    def _read_tail(self, errors: IO[bytes]) -> None:
        with errors:
            while piece := errors.readline(_LONGEST_TAIL_LINE):
                self._tail.append(piece)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
