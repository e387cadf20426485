"""What the trainer gets in place of `tqdm`: its bar becomes progress records."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from temper.trainer.progress import Progress


class Bar:
    """The part of `tqdm` that the trainer uses, drawing nothing."""

    progress: Progress

    def __init__(self, iterable: Iterable[Any] = (), *_: Any, **__: Any) -> None:
        self._iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        # Every bar of the trainer over a range is its training loop, whatever it is called.
        if isinstance(self._iterable, range):
            return self.progress.iterate(self._iterable)
        return iter(self._iterable)

    @staticmethod
    def write(text: str, file: TextIO | None = None, end: str = "\n", **_: Any) -> None:
        print(text, end=end, file=file or sys.stdout, flush=True)

    def set_postfix(self, *_: Any, **__: Any) -> None: ...

    def set_description(self, *_: Any, **__: Any) -> None: ...

    def update(self, *_: Any) -> None: ...

    def close(self) -> None: ...


def bar_for(progress: Progress) -> type[Bar]:
    """A `tqdm` of its own that reports to this progress."""
    return type("tqdm", (Bar,), {"progress": progress})
