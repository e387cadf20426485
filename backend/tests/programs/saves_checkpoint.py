"""Saves a LoRA adapter of rank 8 at iteration 4 of 10, in the real format, and trains on until a stop."""

import json
import os
import struct
import time
from pathlib import Path

PATH = "adapters/0000004_adapters.safetensors"


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


Path(PATH).parent.mkdir(exist_ok=True)
Path(PATH).write_bytes(adapter())
emit("progress", phase="training", iteration=4, total=10)
emit("checkpoint", iteration=4, path=PATH, bytes=Path(PATH).stat().st_size)
while not Path(os.environ["TEMPER_STOP_FILE"]).exists():
    time.sleep(0.01)
emit("result", outcome="stopped", reason="As asked.", iterations=5)
