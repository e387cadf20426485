"""How much a run will write, told from the headers of the model's files and from the plan's values."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from temper.methods.parameter import Value
from temper.models.safetensors import Tensor, TornFile, read_tensors
from temper.runs.care.disk import DiskNeed

_LAYER = re.compile(r"\.layers\.(\d+)\.")
_FLOAT = 4
"""Bytes. Adapters are trained in float32 (mlx_lm/tuner/lora.py)."""
_USUAL_GROUP = 64
_STATES = 3 * 2
"""In adapters: the states of the newest checkpoint, of the best and of the one that is being written,
each with the two moments of AdamW."""


def disk_need(model: str, values: Mapping[str, Value], iterations: int) -> DiskNeed:
    """An estimate that is rather too large; nothing for a model that is still to be downloaded."""
    files = sorted(Path(model).glob("model*.safetensors")) if Path(model).is_dir() else []
    try:
        tensors = {name: each for file in files for name, each in read_tensors(file).items()}
        whole = sum(file.stat().st_size for file in files)
    except (TornFile, OSError):
        return DiskNeed()
    one = whole if values["train_type"] == "full" else adapter_bytes(tensors, values)
    every = cast("int", values["save_every"])
    # Beside the numbered ones lies the newest adapter, and another is written before one goes.
    numbered, kept = iterations // max(every, 1), cast("int | None", values.get("keep_checkpoints"))
    if kept is not None:
        # The best one stays as well.
        numbered = min(numbered, kept + 1)
    files_at_last = numbered + 2 + _STATES
    return DiskNeed(checkpoint=one, total=one * files_at_last)


def adapter_bytes(tensors: Mapping[str, Tensor], values: Mapping[str, Value]) -> int:
    """Of a LoRA over every matrix of the last `num_layers` layers."""
    rank, wanted = cast("int", values["rank"]), cast("int", values["num_layers"])
    matrices = list(_matrices(tensors))
    first = max((layer for layer, _ in matrices), default=0) + 1 - wanted if wanted > 0 else 0
    return sum(rank * width * _FLOAT for layer, width in matrices if layer >= first)


def _matrices(tensors: Mapping[str, Tensor]) -> Iterable[tuple[int, int]]:
    """For each matrix in a layer its number, and inputs and outputs together, of all experts."""
    for name, tensor in tensors.items():
        layer = _LAYER.search(name)
        if layer is None or not name.endswith(".weight") or len(tensor.shape) < 2:
            continue
        *experts, outputs, inputs = tensor.shape
        scales = tensors.get(name.removesuffix("weight") + "scales")
        if scales is not None:
            # Packed: the scales tell the number of inputs, one for each group.
            inputs = scales.shape[-1] * _USUAL_GROUP
        yield int(layer[1]), (inputs + outputs) * (experts[0] if experts else 1)
