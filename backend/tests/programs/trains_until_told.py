"""Trains on, an iteration each few milliseconds, until a file `go` lies in the run folder or it is stopped."""

import json
import os
import time
from pathlib import Path

stop = Path(os.environ["TEMPER_STOP_FILE"])


def emit(type_: str, **fields: object) -> None:
    print("\x1e" + json.dumps({"type": type_, **fields}), flush=True)


iteration = 0
while not Path("go").exists() and not stop.exists():
    iteration += 1
    emit("progress", phase="training", iteration=iteration, total=100_000)
    emit("metric", iteration=iteration, split="train", values={"train_loss": 1 / iteration})
    print(f"iteration {iteration}", flush=True)
    time.sleep(0.005)
Path("adapters").mkdir(exist_ok=True)
Path("adapters/adapters.safetensors").write_bytes(b"weights")
emit("checkpoint", iteration=iteration, path="adapters/adapters.safetensors", bytes=7, final=True)
outcome = "stopped" if stop.exists() else "completed"
emit("result", outcome=outcome, reason="As it was told.", iterations=iteration)
