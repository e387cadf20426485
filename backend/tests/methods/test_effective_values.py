"""Where each value of a plan came from, how it travels, and where it changes nothing."""

from collections.abc import Mapping
from typing import Any

import pytest

from temper.methods.check import check
from temper.methods.command import carried
from temper.methods.effects import Taken, effect
from temper.methods.method import Method
from temper.methods.registry import METHODS
from tests.methods.requests import least

ROWS = {"train": 200, "valid": 20}


def noted(
    method: str, name: str, asked: Mapping[str, Any], rows: Mapping[str, int] = ROWS
) -> str | None:
    """What a plan says of one of its values."""
    chosen = METHODS[method]
    parameter = chosen.parameter(name)
    assert parameter is not None
    values = check(chosen, least(chosen) | dict(asked), train_rows=200).values
    return effect(parameter, Taken(chosen, values, rows))


def test_a_default_is_the_trainers_where_the_trainer_by_itself_takes_the_same() -> None:
    origins = check(METHODS["grpo"], {"group_size": 4}).origins
    assert origins["group_size"] == "request"
    assert origins["learning_rate"] == origins["reward_functions"] == "trainer_default"
    assert origins["temperature"] == origins["lr_step_size"] == "temper_default"


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("gspo", "importance_sampling_level"),
        ("dr_grpo", "grpo_loss_type"),
        ("dapo", "epsilon_high"),
        ("ppo", "epsilon"),
        ("ppo", "batch_size"),
    ],
)
def test_a_default_that_makes_a_method_is_tempers(method: str, name: str) -> None:
    origins = check(METHODS[method], least(METHODS[method])).origins
    assert origins[name] == "temper_default"


def test_iterations_are_left_to_the_trainer_where_epochs_are_given() -> None:
    assert check(METHODS["sft"], {"epochs": 2}).origins["iters"] == "trainer_default"


@pytest.mark.parametrize(
    ("method", "name", "asked", "says"),
    [
        ("sft", "iters", {}, "--iters"),
        ("sft", "iters", {"epochs": 1}, None),
        ("sft", "mask_prompt", {}, None),
        ("sft", "mask_prompt", {"mask_prompt": True}, "--mask-prompt"),
        ("sft", "rank", {}, "yaml: lora_parameters.rank"),
        ("sft", "rank", {"train_type": "full"}, None),
        ("sft", "weight_decay", {}, None),
        ("sft", "weight_decay", {"optimizer": "muon"}, "yaml: optimizer_config.muon.weight_decay"),
        ("sft", "lr_schedule", {}, None),
        ("sft", "lr_schedule", {"warmup": 3}, "yaml: lr_schedule.name"),
        ("sft", "lr_end", {"lr_schedule": "cosine_decay"}, "yaml: lr_schedule.arguments"),
        ("sft", "lr_end", {"lr_schedule": "step_decay"}, None),
        ("sft", "warmup", {"lr_schedule": "cosine_decay"}, None),
        ("sft", "warmup_init", {"warmup": 3}, "yaml: lr_schedule.warmup_init"),
        ("sft", "learning_rate", {}, "--learning-rate"),
        ("sft", "learning_rate", {"warmup": 3}, "--learning-rate; yaml: lr_schedule.arguments"),
        ("xpo", "alpha", {}, "wrapper: xpo_alpha"),
        ("ppo", "system_prompt", {}, None),
    ],
)
def test_how_a_value_travels(method: str, name: str, asked: dict[str, Any], says: str) -> None:
    chosen = METHODS[method]
    parameter = chosen.parameter(name)
    assert parameter is not None
    assert carried(parameter, check(chosen, least(chosen) | asked).values) == says


@pytest.mark.parametrize(
    ("method", "name", "asked", "says"),
    [
        ("sft", "weight_decay", {}, 'only where optimizer is "adamw" or "muon"'),
        ("sft", "lr_end", {}, "only where lr_schedule is"),
        ("sft", "rank", {"train_type": "full"}, "only where train_type is"),
        ("sft", "warmup_init", {}, "only where warmup is not 0"),
        ("sft", "sft_loss_type", {"sft_loss_type": "chunked_nll"}, "same as nll"),
        ("sft", "qat_bits", {"qat_enable": True, "qat_start_step": 3}, "never begins"),
        ("sft", "qat_enable", {"qat_enable": True, "qat_start_step": 3}, "never begins"),
        ("sft", "qat_interval", {"qat_enable": True}, "Changes nothing"),
        (
            "sft",
            "efficient_long_context",
            {"efficient_long_context": True, "max_seq_length": 512},
            "rows end at 512 tokens",
        ),
        ("grpo", "epsilon", {}, "Changes nothing"),
        ("grpo", "epsilon_high", {"epsilon_high": 0.2}, "Changes nothing"),
        ("gspo", "importance_sampling_level", {}, "no difference but rounding"),
        ("dr_grpo", "grpo_loss_type", {}, "goes on dividing"),
        (
            "grpo",
            "reward_weights",
            {"reward_functions": ["r1_count_xml"], "reward_weights": [3]},
            "cancels out",
        ),
        (
            "grpo",
            "reward_weights",
            {"reward_functions": ["r1_count_xml"], "reward_weights": [-3]},
            "only the sign",
        ),
        ("dapo", "reference_model_path", {"reference_model_path": "a/b"}, "while beta is 0"),
        (
            "rlhf_reinforce",
            "reference_model_path",
            {"reference_model_path": "a/b", "beta": 0},
            "only what is reported",
        ),
        (
            "ftpo",
            "reference_model_path",
            {"reference_model_path": "a/b", "lambda_mse": 0, "lambda_mse_target": 0},
            "Changes nothing",
        ),
        ("ftpo", "tau_mse_target", {"lambda_mse_target": 0}, "lambda_mse_target is 0"),
        ("dpo", "dpo_cpo_loss_type", {"dpo_cpo_loss_type": "ipo"}, "Temper's wrapper"),
        ("dpo", "delta", {"dpo_cpo_loss_type": "dpop"}, "Temper's wrapper"),
        ("dpo", "delta", {}, "only where dpo_cpo_loss_type"),
        ("dsla", "latent_pooling", {"latent_weight": 0}, "latent_weight is 0"),
        ("dsla", "latent_margin", {"latent_variant": "direction"}, "no margin"),
        ("xpo", "alpha", {"alpha": [0.1]}, "Only under Temper"),
        ("ppo", "temperature", {}, "validation always samples at 0.8"),
        ("ppo", "epsilon", {"micro_batch_size": 1}, "advantage is always 0"),
        ("online_dpo", "micro_batch_size", {"micro_batch_size": 4}, "Acts as 1"),
        ("rlhf_reinforce", "micro_batch_size", {"micro_batch_size": 4}, "Acts as 2"),
    ],
)
def test_a_value_that_changes_nothing_here_says_why(
    method: str, name: str, asked: dict[str, Any], says: str
) -> None:
    assert says in (noted(method, name, asked) or "")


@pytest.mark.parametrize(
    ("method", "name", "asked"),
    [
        ("sft", "weight_decay", {"optimizer": "adamw"}),
        ("sft", "lr_end", {"lr_schedule": "cosine_decay"}),
        ("sft", "warmup_init", {"warmup": 3}),
        ("sft", "sft_loss_type", {}),
        ("sft", "qat_bits", {"qat_enable": True}),
        ("sft", "qat_start_step", {"qat_enable": True}),
        ("sft", "efficient_long_context", {}),
        ("grpo", "grpo_loss_type", {}),
        ("grpo", "epsilon_high", {}),
        ("grpo", "reference_model_path", {"reference_model_path": "a/b"}),
        ("klpo", "reward_weights", {"reward_functions": ["r1_count_xml"], "reward_weights": [3]}),
        ("dpo", "dpo_cpo_loss_type", {}),
        ("cpo", "dpo_cpo_loss_type", {"dpo_cpo_loss_type": "ipo"}),
        ("cpo", "delta", {"dpo_cpo_loss_type": "dpop"}),
        ("dsla", "latent_margin", {}),
        ("xpo", "alpha", {}),
        ("online_dpo", "temperature", {}),
        ("ppo", "epsilon", {}),
        ("rlhf_reinforce", "micro_batch_size", {"micro_batch_size": 2}),
    ],
)
def test_a_value_that_acts_carries_no_note(method: str, name: str, asked: dict[str, Any]) -> None:
    assert noted(method, name, asked) is None


@pytest.mark.parametrize("name", ["steps_per_eval", "val_batches"])
def test_without_validation_rows_validation_is_told_to_change_nothing(name: str) -> None:
    assert noted("sft", name, {}) is None
    assert "no validation rows" in (noted("sft", name, {}, {"train": 200}) or "")


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda m: m.id)
def test_every_parameter_says_in_a_phrase_what_it_acts_on(method: Method) -> None:
    for parameter in method.parameters:
        phrase = parameter.acts_on
        assert phrase and phrase[0].islower() and not phrase.endswith("."), parameter.name
        assert len(phrase) <= 70, parameter.name
