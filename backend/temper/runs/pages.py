"""Pages of the run list as JSON, kept until anything in the database changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from temper.runs.schemas import RunPage
from temper.runs.store import RunQuery

_KEPT = 64


class Pages:
    """Many tabs and scripts ask for the same few pages, far more often than a run says something."""

    def __init__(self, version: Callable[[], int]) -> None:
        """`version` is another number after each change of the database."""
        self._version = version
        self._lock = threading.Lock()
        self._at = -1
        self._pages: OrderedDict[RunQuery, bytes] = OrderedDict()

    def read(self, query: RunQuery, search: Callable[[RunQuery], RunPage]) -> bytes:
        """The page that `search` gives, or gave since the last change."""
        # Read first: a change meanwhile makes the page one of an earlier version, never a later one.
        version = self._version()
        with self._lock:
            if version > self._at:
                self._pages.clear()
                self._at = version
            known = self._pages.get(query)
        if known is not None and version == self._at:
            return known
        made = search(query).model_dump_json().encode()
        with self._lock:
            if version == self._at:
                self._pages[query] = made
                if len(self._pages) > _KEPT:
                    self._pages.popitem(last=False)
        return made
