"""Small model folders for tests."""

import json
import struct
from pathlib import Path
from typing import Any

CONFIG: dict[str, Any] = {
    "model_type": "qwen2",
    "hidden_size": 128,
    "num_hidden_layers": 2,
    "max_position_embeddings": 512,
}
BYTES = {"F32": 4, "BF16": 2, "U32": 4}


def write_safetensors(path: Path, tensors: dict[str, tuple[str, list[int]]]) -> Path:
    """A whole safetensors file of zeros with these names, types and shapes."""
    header: dict[str, Any] = {}
    end = 0
    for name, (dtype, shape) in tensors.items():
        size = BYTES[dtype]
        for dimension in shape:
            size *= dimension
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(end))
    return path


def write_model(
    folder: Path,
    config: dict[str, Any] | None = None,
    tensors: dict[str, tuple[str, list[int]]] | None = None,
) -> Path:
    """A folder that mlx-lm would take for a model."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG if config is None else config))
    (folder / "tokenizer.json").write_text("{}")
    write_safetensors(
        folder / "model.safetensors", tensors or {"model.embed.weight": ("BF16", [10, 128])}
    )
    return folder


def write_adapter(folder: Path) -> Path:
    """A folder as a LoRA run leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "adapter_config.json").write_text('{"num_layers": -1}')
    write_safetensors(
        folder / "adapters.safetensors",
        {"q.lora_a": ("F32", [128, 8]), "q.lora_b": ("F32", [8, 128])},
    )
    return folder
