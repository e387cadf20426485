"""Saves a checkpoint of half a megabyte at each iteration, and saves once more when asked to stop."""

import json
import os
import time
from pathlib import Path

stop = Path(os.environ["TEMPER_STOP_FILE"])
Path("adapters").mkdir(exist_ok=True)


def emit(type_: str, **fields: object) -> None:
    print("\x1e" + json.dumps({"type": type_, **fields}), flush=True)


iteration = 0
while not stop.exists():
    iteration += 1
    path = f"adapters/{iteration:07d}_adapters.safetensors"
    Path(path).write_bytes(os.urandom(500_000))
    emit("progress", phase="training", iteration=iteration, total=1000)
    emit("checkpoint", iteration=iteration, path=path, bytes=500_000)
    # Two looks at the disk fall between two iterations.
    time.sleep(0.3)
path = "adapters/adapters.safetensors"
Path(path).write_bytes(os.urandom(500_000))
emit("checkpoint", iteration=iteration, path=path, bytes=500_000, final=True)
emit("result", outcome="stopped", reason="Stopped.", iterations=iteration, adapter=path)
