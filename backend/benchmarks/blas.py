"""How much faster a float32 product is with the system's OpenBLAS than with the wheel's BLAS.

Prints the ratio for a product as a small model has it (192×128 by 128×384), both in one run.
"""

import os
import subprocess
import sys

from temper.machine import fast_blas

PROGRAM = """
import time
import mlx.core as mx
a, b = mx.random.normal((192, 128)), mx.random.normal((128, 384))
mx.eval(a @ b)
times = []
for _ in range(200):
    start = time.perf_counter()
    mx.eval(a @ b)
    times.append(time.perf_counter() - start)
print(sorted(times)[100])
"""


def median_seconds(preload: str) -> float:
    """The median time of one product in a fresh process."""
    child = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"LD_PRELOAD": preload},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(child.stdout)


def main() -> None:
    """Print both times and their ratio."""
    blas = fast_blas()
    if blas is None:
        print("blas: no OpenBLAS beside the wheel's BLAS here (Debian: libopenblas0-pthread)")
        return
    plain, fast = median_seconds(""), median_seconds(blas)
    print(f"blas: {plain * 1e3:.2f} ms plain, {fast * 1e3:.2f} ms with {blas}")
    print(f"blas: ratio {plain / fast:.1f}")


if __name__ == "__main__":
    main()
