"""What the wrapper wins, apart from a training."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import mlx.core as mx
import pytest
from mlx_lm.tuner.lora import LoRALinear

from temper.trainer import compat, upstream
from temper.trainer.speed import enabled
from temper.trainer.speed.group_generation import room, together
from temper.trainer.speed.lasting_batches import LastingBatches
from temper.trainer.speed.shared_reference import PolicyWithoutAdapters, reference, why_a_copy

nn: Any = import_module("mlx.nn")
NAMES = ("group_generation", "shared_reference", "lasting_batches")


def test_each_part_can_be_turned_off():
    assert all(enabled(name, {}) for name in NAMES)
    assert not any(enabled(name, {"TEMPER_PLAIN": "1"}) for name in NAMES)
    some = {"TEMPER_PLAIN": "group_generation, lasting_batches"}
    assert [enabled(name, some) for name in NAMES] == [False, True, False]


@pytest.mark.parametrize(
    ("batch", "group", "expected"), [(1, 8, 8), (2, 4, 8), (4, 16, 32), (64, 4, 64), (1, 1, 1)]
)
def test_a_group_is_generated_together_within_bounds(batch: int, group: int, expected: int):
    assert room(batch, group) == expected


def test_the_generator_is_built_as_the_trainer_builds_it_but_for_its_size():
    def generator(model: str, **options: Any) -> tuple[str, dict[str, Any]]:
        return model, options

    build = together(generator, group_size=4)
    model, options = build("m", stop_tokens=[], completion_batch_size=1, prefill_batch_size=1)
    assert model == "m"
    assert options == {"stop_tokens": [], "completion_batch_size": 4, "prefill_batch_size": 4}


def test_an_epoch_of_sft_takes_every_batch_once():
    sft = upstream.module("sft_trainer")
    rows = [[row] * 4 for row in range(10)]
    batches = LastingBatches(sft.iterate_batches)

    def step() -> list[int]:
        batch, _ = next(batches(dataset=rows, batch_size=2, max_seq_length=8, train=True))
        return batch[:, 0].tolist()

    for _ in range(3):
        assert sorted(row for _ in range(5) for row in step()) == list(range(10))


def test_validation_keeps_its_own_batches():
    sft = upstream.module("sft_trainer")
    rows = [[row] * 4 for row in range(4)]
    batches = LastingBatches(sft.iterate_batches)
    next(batches(dataset=rows, batch_size=1, max_seq_length=8, train=True))
    for _ in range(2):
        valid = batches(dataset=rows, batch_size=2, max_seq_length=8)
        assert len(list(valid)) == 2


class Policy(nn.Module):
    def __init__(self) -> None:
        super().__init__()  # pyright: ignore[reportUnknownMemberType]
        self.layers = [nn.Linear(4, 4), nn.Linear(4, 4)]
        self.freeze()

    def __call__(self, x: mx.array) -> mx.array:
        for layer in self.layers:
            x = layer(x)
        return x


def adapted() -> Any:
    policy: Any = Policy()
    adapter: Any = LoRALinear.from_base(policy.layers[1], r=2, dropout=0.5)
    adapter.lora_b = mx.ones_like(adapter.lora_b)
    policy.layers[1] = adapter
    return policy


def test_the_reference_answers_as_the_model_without_adapters_and_leaves_the_policy_alone():
    policy, x = adapted(), mx.ones((1, 4))
    base: Any = Policy()
    base.layers = [policy.layers[0], policy.layers[1].linear]
    policy.eval()
    before = policy(x)
    without = PolicyWithoutAdapters(policy)
    assert without.is_frozen()
    assert mx.array_equal(without(x), base(x))
    assert not mx.array_equal(before, base(x))
    assert mx.array_equal(policy(x), before)


@pytest.mark.parametrize("training", [True, False])
def test_the_reference_draws_no_random_numbers_and_keeps_the_mode(training: bool):
    policy = adapted()
    policy.train(training)
    state = mx.array(mx.random.state[0])  # pyright: ignore
    PolicyWithoutAdapters(policy)(mx.ones((1, 4)))
    assert mx.array_equal(state, mx.random.state[0])  # pyright: ignore
    assert policy.training is training and policy.layers[1].dropout.training is training


def arguments(**given: Any) -> Any:
    loading = dict.fromkeys(
        ("load_in_4bits", "load_in_6bits", "load_in_8bits", "load_in_mxfp4"), False
    )
    return SimpleNamespace(
        **{"beta": 0.1, "train_type": "lora", "reference_model_path": None, **loading, **given}
    )


@pytest.mark.parametrize(
    "given",
    [
        {"train_type": "dora"},
        {"train_type": "full"},
        {"load_in_4bits": True},
        {"reference_model_path": "other"},
    ],
)
def test_where_the_numbers_would_change_a_copy_is_loaded(given: dict[str, Any]):
    assert why_a_copy(arguments(**given)) is not None
    assert reference(arguments(**given), adapted(), lambda _: "copy") == "copy"


def test_a_model_that_is_trained_outside_its_adapters_gets_a_copy():
    policy = adapted()
    policy.layers[0].unfreeze()
    assert reference(arguments(), policy, lambda _: "copy") == "copy"


def test_without_beta_there_is_no_reference():
    assert reference(arguments(beta=0.0), adapted(), lambda _: "copy") is None


def test_where_there_is_no_metal_its_settings_are_supplied():
    info = compat.with_working_set(lambda: {"device_name": "cpu"})()
    assert info["max_recommended_working_set_size"] > 2**20
    metal = compat.with_working_set(lambda: {compat.KEY: 5})()
    assert metal[compat.KEY] == 5
