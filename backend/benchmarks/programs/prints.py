"""Stands in for a trainer: prints numbered lines, `COUNT` of them at `RATE` a second (0: at once)."""

import sys
import time

count, rate = int(sys.argv[1]), float(sys.argv[2])
begun = time.monotonic()
for number in range(count):
    if rate:
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        # When it was printed, by a clock that all processes share.
        print(f"line {number} at {time.monotonic_ns()}", flush=True)
    else:
        print(f"line {number} of a log that is as long as logs of a night of training are")
