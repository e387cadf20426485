"""What a run will write is told from the model's files, without loading them."""

from pathlib import Path
from typing import Any

import pytest

from temper.models.safetensors import Tensor
from temper.runs.disk_need import adapter_bytes, disk_need

MODEL = Path(__file__).parents[3] / "test_data" / "starter-model"
LORA: dict[str, Any] = {"train_type": "lora", "rank": 8, "num_layers": -1, "save_every": 100}
# Inputs and outputs of the seven matrices of a layer.
WIDTHS = 256 + 192 + 192 + 256 + 3 * 512


@pytest.mark.parametrize(("layers", "trained"), [(-1, 4), (0, 4), (2, 2), (16, 4)])
def test_an_adapter_holds_rank_times_widths_of_its_layers(layers: int, trained: int) -> None:
    need = disk_need(str(MODEL), LORA | {"num_layers": layers}, 100)
    assert need.checkpoint == 8 * WIDTHS * 4 * trained


def test_more_checkpoints_need_more_room() -> None:
    few, many = (disk_need(str(MODEL), LORA, iterations).total for iterations in (100, 1000))
    assert many - few == 9 * disk_need(str(MODEL), LORA, 100).checkpoint


def test_old_checkpoints_that_go_need_no_room() -> None:
    kept = [disk_need(str(MODEL), LORA | {"keep_checkpoints": 2}, n).total for n in (300, 5000)]
    assert kept[0] == kept[1] == disk_need(str(MODEL), LORA, 300).total


def test_full_fine_tuning_saves_the_whole_model() -> None:
    need = disk_need(str(MODEL), LORA | {"train_type": "full"}, 100)
    assert need.checkpoint == (MODEL / "model.safetensors").stat().st_size


def test_quantized_matrices_and_experts_count_as_they_are_trained() -> None:
    tensors = {
        "model.layers.0.mlp.up_proj.weight": Tensor("U32", (512, 32)),
        "model.layers.0.mlp.up_proj.scales": Tensor("F16", (512, 4)),
        "model.layers.0.mlp.up_proj.biases": Tensor("F16", (512, 4)),
        "model.layers.0.experts.down.weight": Tensor("F16", (8, 100, 200)),
        "model.embed_tokens.weight": Tensor("F16", (1000, 256)),
        "model.layers.0.norm.weight": Tensor("F16", (256,)),
    }
    assert adapter_bytes(tensors, LORA) == 8 * 4 * ((512 + 256) + 8 * 300)


def test_a_model_that_is_not_here_yet_tells_nothing(tmp_path: Path) -> None:
    assert disk_need("some/model", LORA, 100).total == 0
    (tmp_path / "model.safetensors").write_bytes(b"torn")
    assert disk_need(str(tmp_path), LORA, 100).total == 0
