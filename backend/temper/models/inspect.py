"""What a folder holds: a model, an adapter, or something that cannot be trained, and why."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any, Literal, cast

from temper.kit.jsonl import open_regular
from temper.models.architecture import unsupported
from temper.models.safetensors import Tensor, TornFile, read_tensors
from temper.models.schemas import Quantization

TOKENIZERS = ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt", "spiece.model")
DTYPES = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16"}


class Unusable(Exception):
    """Training cannot start from this folder; the message says what is missing and what to do."""


class Incomplete(Unusable):
    """Files of a model are missing; a download that goes on may bring them."""


@dataclass(frozen=True)
class Facts:
    """What the files of a model or adapter say; None where they do not say it."""

    kind: Literal["model", "adapter"]
    bytes: int
    parameters: int
    dtype: str | None
    architecture: str | None = None
    quantization: Quantization | None = None
    max_position: int | None = None
    layers: int | None = None
    widths_divide_by: int | None = None


def inspect_folder(folder: Path) -> Facts:
    """What is in a folder. Raises Unusable."""
    try:
        if not folder.is_dir():
            raise Unusable(
                f"{folder} is no folder" if folder.exists() else f"{folder} is not there"
            )
        if (folder / "config.json").exists():
            return _model(folder)
        if (folder / "adapter_config.json").exists():
            return _adapter(folder)
        raise _nothing_to_load(folder)
    except OSError as error:
        raise Unusable(
            f"{error.filename or folder} cannot be read: {error.strerror or error}"
        ) from error
    except TornFile as error:
        raise Unusable(f"{error}; download or copy it again") from error


def _model(folder: Path) -> Facts:
    config = _read_config(folder / "config.json")
    problem = unsupported(config)
    if problem is not None:
        raise Unusable(f"{folder.name} cannot be trained: {problem}")
    files = _weight_files(folder)
    if not any((folder / name).exists() for name in TOKENIZERS):
        raise Incomplete(f"{folder.name} has no tokenizer: copy the model's tokenizer.json to it")
    # Text models inside of others keep their numbers one level down.
    text = config.get("text_config")
    numbers = {**(cast("dict[str, Any]", text) if isinstance(text, dict) else {}), **config}
    tensors = _tensors(files)
    quantization = _quantization(config)
    return Facts(
        kind="model",
        bytes=sum(file.stat().st_size for file in files),
        parameters=_count(tensors, quantization),
        dtype=_dtype(tensors.values()),
        architecture=config["model_type"],
        quantization=quantization,
        max_position=_whole(numbers.get("max_position_embeddings")),
        layers=_whole(numbers.get("num_hidden_layers")),
        widths_divide_by=None if quantization else _common_width(tensors),
    )


def _adapter(folder: Path) -> Facts:
    file = folder / "adapters.safetensors"
    if not file.exists():
        raise Unusable(f"{folder.name} has no adapters.safetensors: no run saved one there")
    tensors = read_tensors(file)
    size = file.stat().st_size
    count = sum(tensor.size for tensor in tensors.values())
    return Facts("adapter", size, count, _dtype(tensors.values()))


def _read_config(path: Path) -> dict[str, Any]:
    try:
        with open_regular(path) as file:
            config: object = json.loads(file.read())
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{path} is no JSON: {error}") from error
    if not isinstance(config, dict):
        raise Unusable(f"{path} holds no settings")
    return cast("dict[str, Any]", config)


def _weight_files(folder: Path) -> list[Path]:
    """The files that mlx-lm loads: every model*.safetensors, and all that the index names."""
    files = sorted(folder.glob("model*.safetensors"))
    index = folder / "model.safetensors.index.json"
    named = _read_config(index).get("weight_map") if index.exists() else None
    values = cast("dict[str, object]", named).values() if isinstance(named, dict) else ()
    shards = {str(value) for value in values}
    missing = sorted(name for name in shards if not (folder / name).exists())
    if missing:
        raise Incomplete(
            f"{folder.name} lacks {len(missing)} of {len(shards)} weight files, such as "
            f"{missing[0]}: the download is not complete"
        )
    if not files:
        raise _nothing_to_load(folder)
    return files


def _nothing_to_load(folder: Path) -> Unusable:
    """What a folder holds in place of a model."""
    suffixes = {file.suffix for file in folder.iterdir()}
    if ".gguf" in suffixes:
        return Unusable(
            f"{folder.name} holds GGUF files, which cannot be trained; take the model's safetensors"
        )
    if suffixes & {".bin", ".pt", ".pth"}:
        return Unusable(
            f"{folder.name} holds PyTorch files; convert them with `mlx_lm.convert --hf-path FOLDER`"
        )
    wanted = {"config.json", "model*.safetensors", "a tokenizer"}
    if (folder / "config.json").exists():
        wanted = {"model*.safetensors"}
    return Incomplete(f"{folder} is no whole model: it lacks {', '.join(sorted(wanted))}")


def _tensors(files: Iterable[Path]) -> dict[str, Tensor]:
    return {name: tensor for file in files for name, tensor in read_tensors(file).items()}


def _quantization(config: dict[str, Any]) -> Quantization | None:
    found = config.get("quantization") or config.get("quantization_config")
    if not isinstance(found, dict):
        return None
    settings = cast("dict[str, Any]", found)
    method = settings.get("mode") or settings.get("quant_method") or "affine"
    return Quantization(
        method=str(method),
        bits=_whole(settings.get("bits")),
        group_size=_whole(settings.get("group_size")),
    )


def _count(tensors: dict[str, Tensor], quantization: Quantization | None) -> int:
    """Weights as the model has them: packed ones are unpacked, their scales are not counted."""
    packed = {name.removesuffix(".scales") for name in tensors if name.endswith(".scales")}
    bits = quantization.bits if quantization and quantization.bits else 32
    total = 0
    for name, tensor in tensors.items():
        owner, _, part = name.rpartition(".")
        if owner not in packed:
            total += tensor.size
        elif part == "weight":
            total += tensor.size * 32 // bits if tensor.dtype == "U32" else tensor.size
    return total


def _dtype(tensors: Iterable[Tensor]) -> str | None:
    """The type that most of the weights have which are not packed."""
    sizes: Counter[str] = Counter()
    for tensor in tensors:
        if tensor.dtype in DTYPES:
            sizes[DTYPES[tensor.dtype]] += tensor.size
    return max(sizes, key=lambda dtype: sizes[dtype], default=None)


def _common_width(tensors: dict[str, Tensor]) -> int | None:
    widths = [
        tensor.shape[1]
        for name, tensor in tensors.items()
        if name.endswith(".weight") and len(tensor.shape) == 2
    ]
    return gcd(*widths) if widths else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
