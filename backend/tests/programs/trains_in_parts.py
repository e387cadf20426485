"""Trains as its plan says, on from where an earlier run stood, with a checkpoint at every fourth iteration.

An argument names the iteration after which it crashes. Another, `bare`, leaves the states out.
"""

import json
import struct
import sys
from pathlib import Path


def emit(type_: str, **fields: object) -> None:
    print("\x1e" + json.dumps({"type": type_, **fields}), flush=True)


def adapter() -> bytes:
    layer, size = "model.layers.0.self_attn.q_proj", 8 * 4 * 4
    header = {
        f"{layer}.lora_a": {"dtype": "F32", "shape": [4, 8], "data_offsets": [0, size]},
        f"{layer}.lora_b": {"dtype": "F32", "shape": [8, 4], "data_offsets": [size, 2 * size]},
    }
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(2 * size)


def save(iteration: int, name: str, final: bool) -> None:
    path, state = Path("adapters") / name, Path("adapters") / f"{iteration:07d}_state.safetensors"
    path.write_bytes(adapter())
    if "bare" not in sys.argv:
        state.write_bytes(adapter())
    emit(
        "checkpoint",
        iteration=iteration,
        path=str(path),
        bytes=path.stat().st_size,
        final=final,
        state=None if "bare" in sys.argv else str(state),
    )


plan = json.loads(Path("plan.json").read_text(encoding="utf-8"))["plan"]
done = (plan["resumed"] or {"iteration": 0})["iteration"]
total = done + plan["steps"]["iterations"]
crash = int(sys.argv[1]) if len(sys.argv) > 1 else total + 1
emit("progress", phase="training", iteration=done, total=total)
for iteration in range(done + 1, total + 1):
    if iteration % 4 == 0:
        # It gets better up to iteration 8, and worse after it.
        loss = abs(iteration - 8) + 1.0
        emit("metric", iteration=iteration, split="valid", values={"val_loss": loss})
    emit("metric", iteration=iteration, split="train", values={"train_loss": 1 / iteration})
    emit("progress", phase="training", iteration=iteration, total=total)
    if iteration % 4 == 0:
        save(iteration, f"{iteration:07d}_adapters.safetensors", False)
    if iteration == crash:
        sys.exit(1)
save(total, "adapters.safetensors", True)
emit(
    "result",
    outcome="completed",
    reason=f"Finished all {total} iterations.",
    iterations=total,
    adapter="adapters/adapters.safetensors",
)
