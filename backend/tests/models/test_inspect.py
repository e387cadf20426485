"""A folder is a model, an adapter, or refused with what is missing."""

import json
import shutil
from pathlib import Path

import pytest

from temper import demo
from temper.models.inspect import Incomplete, Unusable, inspect_folder
from tests.models.model_folders import CONFIG, write_adapter, write_model, write_safetensors


def test_the_starter_model_is_read_as_it_is() -> None:
    facts = inspect_folder(demo.data_folder() / "starter-model")
    assert (facts.kind, facts.architecture, facts.dtype) == ("model", "qwen2", "float32")
    assert (facts.layers, facts.max_position, facts.quantization) == (4, 1024, None)
    assert 800_000 < facts.parameters < 850_000
    assert facts.bytes < 4_000_000


def test_numbers_of_a_text_model_inside_of_another_are_found(tmp_path: Path) -> None:
    config = {"model_type": "gemma3", "text_config": {"num_hidden_layers": 7}}
    assert inspect_folder(write_model(tmp_path, config)).layers == 7


def test_packed_weights_are_counted_as_what_they_stand_for(tmp_path: Path) -> None:
    config = CONFIG | {"quantization": {"bits": 4, "group_size": 64}}
    tensors: dict[str, tuple[str, list[int]]] = {
        "q.weight": ("U32", [128, 16]),
        "q.scales": ("BF16", [128, 2]),
        "q.biases": ("BF16", [128, 2]),
        "norm.weight": ("BF16", [128]),
    }
    facts = inspect_folder(write_model(tmp_path, config, tensors))
    assert facts.parameters == 128 * 128 + 128
    assert facts.quantization is not None
    assert (facts.quantization.method, facts.quantization.bits) == ("affine", 4)
    assert facts.dtype == "bfloat16"


def test_the_common_divisor_of_widths_is_found(tmp_path: Path) -> None:
    tensors: dict[str, tuple[str, list[int]]] = {
        "a.weight": ("BF16", [10, 128]),
        "b.weight": ("BF16", [128, 96]),
    }
    assert inspect_folder(write_model(tmp_path, tensors=tensors)).widths_divide_by == 32


def test_an_adapter_is_told_from_a_model(tmp_path: Path) -> None:
    facts = inspect_folder(write_adapter(tmp_path))
    assert (facts.kind, facts.parameters) == ("adapter", 2 * 8 * 128)


@pytest.mark.parametrize(
    ("missing", "found"),
    [
        ("config.json", "it lacks a tokenizer, config.json, model"),
        ("model.safetensors", "it lacks model"),
        ("tokenizer.json", "no tokenizer"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, missing: str, found: str) -> None:
    (write_model(tmp_path) / missing).unlink()
    with pytest.raises(Incomplete, match=found):
        inspect_folder(tmp_path)


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ({}, "no model_type"),
        ({"model_type": "bert"}, "does not know the architecture bert"),
        ({"model_type": "base"}, "does not know the architecture base"),
        ({"model_type": "../../x"}, "does not know the architecture"),
        ({"model_type": "qwen2", "model_file": "x.py"}, "Python file of its own"),
    ],
)
def test_an_architecture_that_cannot_be_built_is_refused(
    tmp_path: Path, config: dict[str, object], found: str
) -> None:
    with pytest.raises(Unusable, match=found):
        inspect_folder(write_model(tmp_path, config))


@pytest.mark.parametrize("model_type", ["mistral", "falcon_mamba", "qwen3_moe"])
def test_types_that_mlx_lm_builds_as_others_are_known(tmp_path: Path, model_type: str) -> None:
    assert inspect_folder(write_model(tmp_path, {"model_type": model_type})).kind == "model"


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, "\0"])
def test_a_broken_configuration_is_refused(tmp_path: Path, text: str) -> None:
    (write_model(tmp_path) / "config.json").write_text(text)
    with pytest.raises(Unusable, match=r"config\.json"):
        inspect_folder(tmp_path)


@pytest.mark.parametrize("keep", [0, 4, 20, -1])
def test_torn_weights_are_refused(tmp_path: Path, keep: int) -> None:
    weights = write_model(tmp_path) / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:keep])
    with pytest.raises(Unusable, match="download or copy it again"):
        inspect_folder(tmp_path)


@pytest.mark.parametrize("header", [b"[]", b'{"w": 1}', b'{"w": {"dtype": 1}}', b"{]"])
def test_a_header_of_nonsense_is_refused(tmp_path: Path, header: bytes) -> None:
    (write_model(tmp_path) / "model.safetensors").write_bytes(
        len(header).to_bytes(8, "little") + header
    )
    with pytest.raises(Unusable, match="header"):
        inspect_folder(tmp_path)


def test_a_shard_that_is_not_there_is_named(tmp_path: Path) -> None:
    index = {"weight_map": {"a": "model.safetensors", "b": "model-00002-of-00002.safetensors"}}
    (write_model(tmp_path) / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(Incomplete, match="lacks 1 of 2 weight files, such as model-00002"):
        inspect_folder(tmp_path)


@pytest.mark.parametrize(
    ("file", "found"),
    [("model.gguf", "GGUF"), ("pytorch_model.bin", "mlx_lm.convert")],
)
def test_weights_of_another_kind_are_named(tmp_path: Path, file: str, found: str) -> None:
    (write_model(tmp_path) / "model.safetensors").unlink()
    (tmp_path / file).touch()
    with pytest.raises(Unusable, match=found):
        inspect_folder(tmp_path)


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="is not there"):
        inspect_folder(tmp_path / "nothing")
    write_safetensors(tmp_path / "file", {})
    with pytest.raises(Unusable, match="is no folder"):
        inspect_folder(tmp_path / "file")
    with pytest.raises(Unusable, match="cannot be read"):
        inspect_folder(tmp_path / ("x" * 5000))


def test_weights_that_change_are_read_again(tmp_path: Path) -> None:
    assert inspect_folder(write_model(tmp_path)).parameters == 1280
    shutil.rmtree(tmp_path)
    write_model(tmp_path, tensors={"w.weight": ("BF16", [20, 128])})
    assert inspect_folder(tmp_path).parameters == 2560
