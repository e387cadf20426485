"""How wide a line of a table may be, found before its cells are made: each costs more than its text."""

from temper.datasets.imports.limits import MOST_COLUMNS

_SLICE = 1 << 20
_QUOTE = ord('"')


def end_of_last_cell(line: str, delimiter: str, *, quoted: bool) -> int | None:
    """Where a line has as many cells as a row may have and still goes on; None where it has not.

    `quoted` where the line begins within a quoted cell. Delimiters in quotes end no cell.
    """
    if line.count(delimiter) < MOST_COLUMNS:
        return None
    import numpy as np  # Hardly a table has such a line.

    seen = 0
    for begin in range(0, len(line), _SLICE):
        # Neither quotes nor delimiters are beyond Latin-1, so each character may be one byte.
        text = np.frombuffer(line[begin : begin + _SLICE].encode("latin-1", "replace"), np.uint8)
        inside = np.bitwise_xor.accumulate((text == _QUOTE).view(np.uint8)) ^ np.uint8(quoted)
        ends = np.flatnonzero((text == ord(delimiter)) & (inside == 0))
        if seen + len(ends) >= MOST_COLUMNS:
            return begin + int(ends[MOST_COLUMNS - seen - 1])
        seen += len(ends)
        quoted = bool(inside[-1])
    return None
