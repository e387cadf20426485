"""Fills standard error, then standard output, far past what a pipe holds."""

import os

for stream in (2, 1):
    for number in range(20_000):
        os.write(stream, b"stream %d line %d\n" % (stream, number))
