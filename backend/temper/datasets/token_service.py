"""Lengths of rows in tokens: measured by a child in the background, once for the same files and model."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from temper.datasets.formats import DatasetShape
from temper.datasets.imports.cache import ImportCache
from temper.datasets.jobs import Jobs, Running
from temper.datasets.source import Source, SourceError, reason, source_key
from temper.datasets.token_lengths import VERSION, Lengths, read_lengths
from temper.kit.child import Cancel, Children
from temper.kit.tasks import Progress

MODULE = "temper.trainer.tokens"
_KEEP = 200
_HELD = 4
_WEIGHTS = (".safetensors", ".gguf", ".bin", ".npz", ".pt", ".pth", ".onnx")

ToLines = Callable[[Source, Cancel], Source]


@dataclass(frozen=True)
class Ask:
    """Whose rows to measure, and as what."""

    source: Source
    shape: DatasetShape
    mode: str
    """The trainer's own name of the method."""
    model: Path
    """A folder with a tokenizer."""
    mask_prompt: bool = False

    def request(self) -> dict[str, Any]:
        """What the child needs to know of it. Raises SourceError."""
        return {
            "files": {split: str(path) for split, path in self.source.files.items()},
            "state": source_key(self.source),
            "shape": self.shape,
            "mode": self.mode,
            "mask_prompt": self.masks,
            "model": str(self.model),
            "model_state": tokenizer_state(self.model),
        }

    def key(self) -> str:
        """Changes whenever the lengths may. Raises SourceError."""
        state = tokenizer_state(self.model)
        return source_key(self.source, VERSION, self.shape, self.mode, self.masks, state)

    @property
    def masks(self) -> bool:
        return self.mask_prompt and self.mode == "sft"


@dataclass(frozen=True)
class Measuring:
    """Lengths that are being measured, or why there are none."""

    state: Literal["running", "failed", "cancelled"]
    progress: float = 0.0
    error: str | None = None


class TokenService:
    """Measures the rows of datasets as jobs; what was measured is kept in the cache folder."""

    def __init__(
        self,
        cache: Path,
        jobs: Jobs | None = None,
        *,
        children: Children | None = None,
        to_lines: ToLines | None = None,
    ) -> None:
        self._folder = cache / "tokens"
        self._jobs = jobs or Jobs()
        self._children = children or Children(
            MODULE, environment={"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
        )
        self._imports = ImportCache(cache)
        self._to_lines: ToLines = to_lines or (lambda source, _: self._imports.lines(source))
        self._running: dict[str, Running[None]] = {}
        self._held: OrderedDict[str, Lengths] = OrderedDict()
        self._lock = threading.Lock()

    def cached(self, ask: Ask) -> Lengths | None:
        """Lengths that were measured before; never waits. Raises SourceError."""
        return self._kept(ask.key())

    def get(self, ask: Ask) -> Lengths | Measuring:
        """The lengths, or how far measuring them has come; the first call starts it.

        That it failed or was cancelled is said once: who asks then begins anew. Raises SourceError.
        """
        key = ask.key()
        with self._lock:
            job = self._running.get(key)
            if job is not None and job.future.done():
                del self._running[key]
                if job.state != "done":
                    return _shown(job)
        if job is None or job.state == "done":
            if (lengths := self._kept(key)) is not None:
                return lengths
            job = self._start(key, ask)
        return _shown(job)

    def wait(self, ask: Ask) -> Lengths:
        """The lengths, however long it takes.

        Raises SourceError, TaskFailed, OSError, and what `Running.result` raises.
        """
        key = ask.key()
        if (lengths := self._kept(key)) is not None:
            return lengths
        self._start(key, ask).result()
        lengths = self._kept(key)
        assert lengths is not None
        return lengths

    def as_lines(self, ask: Ask) -> Source:
        """The source as JSON lines where it is that by now, for the places of rows."""
        return self._imports.known(ask.source) or ask.source

    def cancel(self, ask: Ask) -> None:
        """Call off measuring what is asked for, if it goes on. Raises SourceError."""
        with self._lock:
            job = self._running.get(ask.key())
        if job is not None:
            self._jobs.cancel(job.id)

    def views(self, ask: Ask, limit: int, lines: list[str]) -> list[dict[str, Any]]:
        """Lines as the model sees them (`trainer/tokens/views.py`).

        Raises SourceError, TaskFailed, ChildDied and OSError.
        """
        ask = replace(ask, source=self._to_lines(ask.source, Cancel()))
        request = ask.request() | {"task": "views", "limit": limit, "lines": lines}
        return self._children.call(request)

    def close(self) -> None:
        """Call everything off, and end all children."""
        with self._lock:
            jobs = list(self._running.values())
        for job in jobs:
            self._jobs.cancel(job.id)
        self._children.close()

    def _start(self, key: str, ask: Ask) -> Running[None]:
        with self._lock:
            job = self._running.get(key)
            if job is None or job.future.done():
                job = self._running[key] = self._jobs.start(
                    "tokens",
                    f"Counting the tokens of {ask.source.title}",
                    lambda progress, cancel: self._measure(ask, key, progress, cancel),
                    key=key,
                    dataset=ask.source.dataset_id,
                    # One of its own: it may wait for an import, which is in the heavy one.
                    lane="tokens",
                )
        return job

    def _measure(self, ask: Ask, key: str, progress: Progress, cancel: Cancel) -> None:
        lines = replace(ask, source=self._to_lines(ask.source, cancel))
        target = self._folder / key
        request = lines.request() | {"task": "lengths", "to": str(target)}
        self._children.call(request, progress, cancel)
        if ask.key() != key:
            target.unlink(missing_ok=True)
            raise SourceError("changed", "The files changed while they were measured.")
        _prune(self._folder)

    def _kept(self, key: str) -> Lengths | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        lengths = read_lengths(self._folder / key)
        if lengths is not None:
            with self._lock:
                self._held[key] = lengths
                while len(self._held) > _HELD:
                    self._held.popitem(last=False)
        return lengths


def _shown(job: Running[None]) -> Measuring:
    seen = job.shown()
    if seen.state in ("failed", "cancelled"):
        return Measuring(seen.state, seen.progress or 0.0, seen.error)
    return Measuring("running", seen.progress or 0.0)


def tokenizer_state(folder: Path) -> str:
    """Changes when a file does that a tokenizer is made of. Raises SourceError."""
    facts: list[object] = []
    try:
        for path in sorted(folder.iterdir()):
            if path.suffix not in _WEIGHTS and path.is_file():
                status = path.stat()
                facts.append((path.name, status.st_ino, status.st_size, status.st_mtime_ns))
    except OSError as error:
        detail = f"The model's folder {folder} cannot be read: {reason(error)}."
        raise SourceError("unreadable", detail) from error
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _prune(folder: Path) -> None:
    """Keep the newest."""
    with suppress(OSError):
        for old in sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime)[:-_KEEP]:
            old.unlink(missing_ok=True)
