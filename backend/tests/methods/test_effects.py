"""What the catalogue says of parameters that change less than their names say."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from temper import demo
from temper.methods.check import check
from temper.methods.command import build_command
from temper.methods.registry import METHODS

pytestmark = pytest.mark.real_trainer
BACKEND = Path(__file__).parents[2]


MEASURE = """
import json
import mlx.core as mx
from mlx_lm_lora.trainer.grpo_trainer import _grpo_objective, calculate_rewards_and_advantages
from mlx_lm_lora.trainer.sft_trainer import get_sft_loss

logps = mx.array([[-1.0, -2.0, -0.5, -1.5], [-0.7, -1.0, -3.0, -0.2]])

def gradient(lengths=(4, 4), level="token", kind="grpo", epsilon=1e-4, high=1e-4, beta=0.1):
    mask = mx.arange(4)[None] < mx.array(lengths)[:, None]
    def loss(x):
        return _grpo_objective(
            x, x - 0.1, mask, mx.array([1.0, -1.0]), beta, epsilon, high, 4, level, kind
        )[0]
    return mx.grad(loss)(logps).tolist()

def pay(prompts, completions, answer, types):
    return [float(len(c)) for c in completions]

def advantages(weight):
    return calculate_rewards_and_advantages(
        reward_funcs=[pay], expanded_prompts=["?"] * 3, all_completion_texts=["a", "bb", "cccc"],
        expanded_answers=["7"] * 3, expanded_types=[None] * 3, batch_indices=[0] * 3,
        unique_prompt_indices=[0], reward_weights=[weight],
    )[0].tolist()

logits = mx.random.normal((1, 700, 20))
batch, lengths = mx.random.randint(0, 20, (1, 701)), mx.array([[0, 701]])

def sft_loss(kind):
    return get_sft_loss(kind)(lambda x, cache: logits, batch, lengths)[0].item()

KINDS = ("grpo", "dr_grpo", "bnpo")
print(json.dumps({
    "clipped": {
        str(pair): gradient(epsilon=pair[0], high=pair[1], beta=0)
        for pair in [(1e-4, 1e-4), (1e-6, 1e-6), (0.2, 0.3), (1e-8, 1e-8), (0, 0), (1e-4, 0)]
    },
    "levels": [gradient((4, 2), level) for level in ("token", "sequence")],
    "full": [gradient((4, 4), kind=kind) for kind in KINDS],
    "uneven": [gradient((4, 2), kind=kind) for kind in KINDS],
    "advantages": [advantages(weight) for weight in (1.0, 5.0)],
    "sft": [sft_loss(kind) for kind in ("nll", "chunked_nll", "dft")],
}))
"""


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """What the trainer's own functions give, from one child process."""
    done = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_epsilon_changes_nothing_above_its_limit_and_stops_learning_below(
    measured: dict[str, Any],
) -> None:
    usual, smallest, wide, tiny, zero, no_room_above = measured["clipped"].values()
    assert usual == smallest == wide
    assert all(row != [0, 0, 0, 0] for row in usual)
    assert all(row == [0, 0, 0, 0] for row in tiny + zero)
    assert no_room_above[0] == [0, 0, 0, 0]


def test_token_and_sequence_ratios_give_one_gradient(measured: dict[str, Any]) -> None:
    token, sequence = measured["levels"]
    for a, b in zip(token, sequence, strict=True):
        assert a == pytest.approx(b, abs=1e-6)


def test_loss_types_differ_only_where_completions_end_before_the_limit(
    measured: dict[str, Any],
) -> None:
    grpo, dr_grpo, bnpo = measured["full"]
    assert grpo == dr_grpo == bnpo
    grpo, dr_grpo, bnpo = measured["uneven"]
    assert grpo != dr_grpo
    assert dr_grpo != bnpo
    assert grpo != bnpo


def test_advantages_are_divided_by_their_spread_whatever_the_weight(
    measured: dict[str, Any],
) -> None:
    once, five_times = measured["advantages"]
    assert once == pytest.approx(five_times, rel=1e-3)


def test_chunked_nll_is_nll_and_dft_is_not(measured: dict[str, Any]) -> None:
    plain, chunked, dynamic = measured["sft"]
    assert plain == pytest.approx(chunked, rel=1e-5)
    assert plain != pytest.approx(dynamic, rel=1e-2)


def trained(folder: Path, **parameters: object) -> bytes:
    """The adapter that four iterations of SFT on the starter model leave."""
    folder.mkdir()
    rows = (demo.data_folder() / "arithmetic" / "train.jsonl").read_text().splitlines()
    (folder / "data").mkdir()
    (folder / "data" / "train.jsonl").write_text(
        "\n".join(
            json.dumps({"prompt": row["prompt"], "completion": row["answer"]})
            for row in map(json.loads, rows)
        )
    )
    sft = METHODS["sft"]
    values = check(sft, {"iters": 4, "learning_rate": 1e-3, **parameters}).values
    command = build_command(
        sft,
        values,
        model=str(demo.data_folder() / "starter-model"),
        data="data",
        adapter_path="adapters",
        config_path="config.yaml",
    )
    (folder / "config.yaml").write_text(command.yaml)
    subprocess.run(
        [sys.executable, "-m", "temper.trainer", *command.argv[3:]],
        cwd=folder,
        env={"PYTHONPATH": str(BACKEND), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )
    return (folder / "adapters" / "adapters.safetensors").read_bytes()


@pytest.mark.thorough
def test_quantization_aware_training_acts_from_the_first_update_or_not_at_all(
    tmp_path: Path,
) -> None:
    off = trained(tmp_path / "off")
    on = trained(tmp_path / "on", qat_enable=True, qat_bits=4)
    rarely = trained(tmp_path / "rarely", qat_enable=True, qat_bits=4, qat_interval=5)
    late = trained(tmp_path / "late", qat_enable=True, qat_bits=4, qat_start_step=2)
    assert on != off
    assert rarely == on
    assert late == off
