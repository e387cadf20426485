"""Structured events on standard output: JSON text sequences (RFC 7464)."""

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

RECORD_SEPARATOR = b"\x1e"
MAXIMUM_BYTES = 256 * 1024


def encode(record: dict[str, Any]) -> bytes:
    """One record as it travels. Raises ValueError for a number that is not finite."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A lone surrogate (half a character of a sampled text) becomes its JSON escape.
    return RECORD_SEPARATOR + text.encode("utf-8", errors="backslashreplace") + b"\n"


def write_stdout(data: bytes) -> None:
    """Write to file descriptor 1 what was printed so far, then `data`."""
    sys.stdout.flush()
    while data:
        data = data[os.write(1, data) :]


class Records:
    """Writes records; only the first of several ranks has anything to say."""

    def __init__(self, write: Callable[[bytes], None] = write_stdout, enabled: bool = True) -> None:
        self._write = write
        self.enabled = enabled
        self._lock = threading.Lock()
        self._warned: set[str] = set()

    def emit(self, type_: str, **fields: Any) -> None:
        """Write one record of this type."""
        if not self.enabled:
            return
        data = encode({"type": type_, **fields})
        with self._lock:
            self._write(data)

    def warn(self, code: str, message: str) -> None:
        """Say that something is not as a person would expect."""
        self.emit("warning", code=code, message=message)

    def warn_once(self, key: str, code: str, message: str) -> None:
        """As `warn`, but only the first time for this key."""
        if key not in self._warned:
            self._warned.add(key)
            self.warn(code, message)
