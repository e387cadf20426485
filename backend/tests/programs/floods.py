"""Prints N lines as fast as it can, then a result; `lines N` or `bytes N` without any newline."""

import os
import sys

kind, number = sys.argv[1], int(sys.argv[2])


def write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


if kind == "lines":
    for start in range(0, number, 100):
        write(
            b"".join(
                b"line %d of a usual length, 12345.678\n" % n for n in range(start, start + 100)
            )
        )
else:
    for _ in range(number // 65536):
        write(b"x" * 65536)
write(b'\x1e{"type": "result", "outcome": "completed", "reason": "Finished."}\n')
