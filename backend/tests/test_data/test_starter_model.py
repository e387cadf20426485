"""The starter model: small, float32, loadable by mlx-lm, right often and well formed sometimes."""

import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
MODEL = ROOT / "test_data" / "starter-model"
MEGABYTE = 1_000_000


def _json(name: str) -> dict[str, Any]:
    return json.loads((MODEL / name).read_text())


def test_it_weighs_at_most_4_megabytes() -> None:
    assert sum(file.stat().st_size for file in MODEL.iterdir()) <= 4 * MEGABYTE


def test_its_weights_are_float32_because_cpu_products_of_bfloat16_are_slow() -> None:
    with (MODEL / "model.safetensors").open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        tensors = json.loads(file.read(length))
    tensors.pop("__metadata__")
    assert {tensor["dtype"] for tensor in tensors.values()} == {"F32"}


def test_its_rope_theta_stands_where_mlx_lm_and_transformers_each_look() -> None:
    config = _json("config.json")
    assert config["rope_theta"] == config["rope_parameters"]["rope_theta"] == 10_000


def test_it_stops_at_the_end_of_a_chat_message() -> None:
    tokens = {token["content"]: token["id"] for token in _json("tokenizer.json")["added_tokens"]}
    assert _json("tokenizer_config.json")["eos_token"] == "<|im_end|>"
    for name in ("config.json", "generation_config.json"):
        assert _json(name)["eos_token_id"] == tokens["<|im_end|>"]


@pytest.mark.real_trainer
def test_sampled_through_mlx_lm_it_adds_well_and_leaves_the_format_to_learn() -> None:
    script = ROOT / "scripts" / "build_starter_model.py"
    command = [sys.executable, script, "--measure", "--samples", "400"]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert figures["samples"] == 400
    assert figures["right"] >= 0.85
    assert 0.25 <= figures["full_format"] <= 0.40
