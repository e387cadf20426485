"""Trains for three iterations, as a trainer should: every kind of record, some prose, a result."""

import json
import sys


def emit(type_: str, **fields: object) -> None:
    sys.stdout.write("\x1e" + json.dumps({"type": type_, **fields}) + "\n")
    sys.stdout.flush()


print("Loading the model", flush=True)
emit("progress", phase="loading", iteration=0, total=3)
print("\x1b[32mStarting\x1b[0m", file=sys.stderr, flush=True)
for iteration in (1, 2, 3):
    emit("progress", phase="training", iteration=iteration, total=3)
    emit("metric", iteration=iteration, split="train", values={"train_loss": 1 / iteration})
emit("rollout", iteration=3, split="train", groups=[])
emit("checkpoint", iteration=3, path="adapters/adapters.safetensors", bytes=10, final=True)
emit("warning", code="test", message="Only a test.")
emit(
    "result",
    outcome="completed",
    reason="Finished all 3 iterations.",
    iterations=3,
    adapter="adapters/adapters.safetensors",
    details={"peak_memory": 1.5},
)
