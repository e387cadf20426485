"""From a stream of bytes to lines: bounded memory, whatever the writer does."""

LINE_LIMIT = 64 * 1024
RECORD_LIMIT = 8 * 1024 * 1024
RECORD = b"\x1e"
"""RFC 7464's record separator: a line that begins with it is a record, not text."""
CONTINUED = " …".encode()
"""Stands at the end of each piece of a line that was too long, but for the last."""


class LineSplitter:
    """Cuts chunks of bytes into lines without their newline.

    A progress bar that redraws itself with carriage returns is one line, its last state. A text line
    longer than `line_limit` bytes comes in pieces. A record begins a line of its own, even after text
    without a newline; one longer than `record_limit` is treated as text.
    """

    def __init__(self, line_limit: int = LINE_LIMIT, record_limit: int = RECORD_LIMIT) -> None:
        self._line_limit = line_limit
        self._record_limit = record_limit
        self._pending = bytearray()
        self._redrawn = False

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes."""
        first, *rest = data.split(b"\n")
        self._pending += first
        lines: list[bytes] = []
        if rest:
            self._finish(bytes(self._pending), lines)
            for raw in rest[:-1]:
                self._finish(raw, lines)
            self._pending = bytearray(rest[-1])
        self._bound_pending(lines)
        return lines

    def close(self) -> list[bytes]:
        """What is left when the stream ends without a newline."""
        lines: list[bytes] = []
        if self._pending:
            self._finish(bytes(self._pending), lines)
            self._pending = bytearray()
        return lines

    def _finish(self, raw: bytes, lines: list[bytes]) -> None:
        """Append the lines in `raw`, which a newline or the end of the stream completed."""
        if RECORD in raw:
            text, *records = raw.split(RECORD)
            if text:
                self._finish_before_record(text, lines)
            lines.extend(RECORD + record.rstrip(b"\r") for record in records)
        else:
            self._finish_text(raw, lines)
        self._redrawn = False

    def _finish_text(self, raw: bytes, lines: list[bytes]) -> None:
        if b"\r" in raw:
            raw, redrawn = _last_drawn(raw)
            self._redrawn = self._redrawn or redrawn
        # A bar that was wiped leaves nothing behind; an empty line that was printed is one.
        if self._redrawn and not raw.strip():
            return
        while len(raw) > self._line_limit:
            cut = _character_boundary(raw, self._line_limit)
            lines.append(raw[:cut] + CONTINUED)
            raw = raw[cut:]
        lines.append(raw)

    def _finish_before_record(self, text: bytes, lines: list[bytes]) -> None:
        # The bar will be drawn again: this state of it is not its last.
        if not self._redrawn and b"\r" not in text:
            self._finish_text(text, lines)
        self._redrawn = False

    def _bound_pending(self, lines: list[bytes]) -> None:
        """Keep of an unfinished line no more than can still matter."""
        pending = self._pending
        start = pending.find(RECORD)
        if start > 0:
            self._finish_before_record(bytes(pending[:start]), lines)
            del pending[:start]
        if start >= 0 and len(pending) <= self._record_limit:
            return
        if b"\r" in pending:
            kept, redrawn = _last_drawn(bytes(pending), keep_end=True)
            self._pending = pending = bytearray(kept)
            self._redrawn = self._redrawn or redrawn
        while len(pending) > self._line_limit:
            cut = _character_boundary(pending, self._line_limit)
            lines.append(bytes(pending[:cut]).lstrip(RECORD) + CONTINUED)
            del pending[:cut]


def _last_drawn(raw: bytes, keep_end: bool = False) -> tuple[bytes, bool]:
    """What the last carriage return left on the line, and whether anything was drawn over."""
    body = raw.rstrip(b"\r")
    start = body.rfind(b"\r") + 1
    return (raw if keep_end else body)[start:], start > 0


def _character_boundary(raw: bytes | bytearray, limit: int) -> int:
    """The largest cut at most at `limit` that does not split a UTF-8 character."""
    for cut in range(limit, max(limit - 4, 0), -1):
        if raw[cut] & 0xC0 != 0x80:
            return cut
    return limit
