"""Prints some thousand lines a second beside its records, and ends as told: `END SECONDS`.

END is `completed`, `failed` (it crashes), or `stopped` (it trains until it is asked to save).
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

end, seconds = sys.argv[1], float(sys.argv[2])
stop = Path(os.environ["TEMPER_STOP_FILE"])
PATH = "adapters/adapters.safetensors"


def emit(type_: str, **fields: object) -> None:
    print("\x1e" + json.dumps({"type": type_, **fields}), flush=True)


iteration = 0
begun = time.monotonic()
while not stop.exists() and (end == "stopped" or time.monotonic() - begun < seconds):
    iteration += 1
    emit("progress", phase="training", iteration=iteration, total=100_000)
    emit("metric", iteration=iteration, split="train", values={"train_loss": 1 / iteration})
    print("\n".join(f"line {line} of iteration {iteration}" for line in range(20)), flush=True)
    time.sleep(0.01)
if end == "failed":
    os.kill(os.getpid(), signal.SIGSEGV)
Path("adapters").mkdir(exist_ok=True)
Path(PATH).write_bytes(b"weights")
emit("checkpoint", iteration=iteration, path=PATH, bytes=7, final=True)
emit("result", outcome=end, reason="As it was told.", iterations=iteration, adapter=PATH)
