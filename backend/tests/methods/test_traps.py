"""Traps among the trainer's parameters, each with what keeps a person out of it.

The traps were found by running mlx-lm-lora 5.10.2. Each is impossible here (the value is refused, or
there is no such parameter), repaired (Temper passes on what the trainer forgets), or loud (a warning
before the run, or a note beside the value in the plan).
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from temper.errors import InvalidRequest
from temper.methods.check import Checked, check
from temper.methods.command import Command, build_command
from temper.methods.effects import Taken, effect
from temper.methods.left_out import LEFT_OUT
from temper.methods.method import Method
from temper.methods.parameter import Parameter
from temper.methods.registry import METHODS
from tests.methods.requests import least

Values = Mapping[str, Any]
Held = Callable[[], bool]


def ask(method: str, asked: Values) -> tuple[Method, Checked]:
    chosen = METHODS[method]
    return chosen, check(chosen, least(chosen) | dict(asked), train_rows=200)


def refused(method: str, **asked: Any) -> Held:
    """The value is refused by name."""

    def held() -> bool:
        try:
            ask(method, asked)
        except InvalidRequest as error:
            return any(e.pointer.split("/")[-1] in asked for e in error.errors)
        return False

    return held


def warned(method: str, **asked: Any) -> Held:
    """The plan warns beside one of the values."""

    def held() -> bool:
        warnings = ask(method, asked)[1].warnings
        return any(w.pointer.split("/")[-1] in asked for w in warnings)

    return held


def noted(method: str, name: str, **asked: Any) -> Held:
    """The plan says of the value what it does not do."""

    def held() -> bool:
        chosen, checked = ask(method, asked)
        taken = Taken(chosen, checked.values, {"train": 200, "valid": 20})
        return bool(effect(parameter(chosen, name), taken))

    return held


def offered_only_by(name: str, *methods: str) -> Held:
    """No other method has the parameter."""
    return lambda: {m.id for m in METHODS.values() if m.parameter(name)} == set(methods)


def not_offered(name: str, *methods: str) -> Held:
    """None of these methods has the parameter."""
    return lambda: not any(METHODS[m].parameter(name) for m in methods)


def left_out(flag: str) -> Held:
    """No method offers the flag, and the documentation says why."""
    flags = {p.carrier.target for m in METHODS.values() for p in m.parameters}
    return lambda: flag in LEFT_OUT and flag not in flags


def told(method: str, name: str, words: str) -> Held:
    """The parameter's help says so."""

    def held() -> bool:
        p = parameter(METHODS[method], name)
        return words in f"{p.help} {p.effect or ''}"

    return held


def parameter(method: Method, name: str) -> Parameter:
    found = method.parameter(name)
    assert found is not None
    return found


def command(method: str, **asked: Any) -> Command:
    chosen, checked = ask(method, asked)
    return build_command(
        chosen,
        checked.values,
        model="m",
        data="d",
        adapter_path="a",
        config_path="c",
        train_rows=200,
    )


def passes(method: str, *words: str, **asked: Any) -> Held:
    """The command holds these words, one after the other."""
    return lambda: " ".join(words) in " ".join(command(method, **asked).argv)


def writes(method: str, key: str, value: Any, **asked: Any) -> Held:
    """The YAML holds this value under this key."""
    return lambda: yaml.safe_load(command(method, **asked).yaml)[key] == value


def every_flag_is_passed() -> bool:
    """Whatever the YAML would lose to a default of the parser."""
    for method in METHODS.values():
        argv = command(method.id).argv
        for p in method.parameters:
            passed = p.default not in (None, False)
            if p.carrier.kind == "flag" and passed and p.carrier.target not in argv:
                return False
    return True


def every_key_is_underscored() -> bool:
    return not any(
        "-" in key
        for method in METHODS.values()
        for key in yaml.safe_load(command(method.id, warmup=3, optimizer="adamw").yaml)
    )


GRPO_FAMILY = ("grpo", "gspo", "dr_grpo", "dapo", "bnpo")
JUDGED = ("online_dpo", "xpo", "rlhf_reinforce", "ppo")
OWN_REWARD = {"reward_functions": ["r1_count_xml"]}

TRAPS: dict[str, tuple[Held, ...]] = {
    # How values travel.
    "YAML loses to the parser's own defaults": (every_flag_is_passed,),
    "YAML keys with hyphens are ignored": (every_key_is_underscored,),
    "YAML bypasses the choices: an unknown optimizer is a KeyError": (
        refused("sft", optimizer="sgd"),
    ),
    "train_mode gspo is no mode: it is grpo with another level": (
        passes("gspo", "--train-mode", "grpo"),
        passes("gspo", "--importance-sampling-level", "sequence"),
    ),
    "the parser's temperature of 1.0 wins over CONFIG_DEFAULTS's 0.8": (
        passes("grpo", "--temperature", "0.8"),
    ),
    "fusing is always on, and its flag does nothing": (
        left_out("--fuse"),
        writes("sft", "fuse", False),
    ),
    "lm_studio_name fails without LM Studio": (left_out("--lm-studio-name"),),
    "wandb fails where it is not installed": (left_out("--wandb"),),
    "list-reward-functions loads a model": (left_out("--list-reward-functions"),),
    "alpha is taken apart by letters": (
        left_out("--alpha"),
        writes("xpo", "xpo_alpha", [0.1, 0.2], alpha=[0.1, 0.2]),
        noted("xpo", "alpha", alpha=[0.1]),
    ),
    "more alphas than iterations divide by 0": (refused("xpo", alpha=[0.1, 0.2], iters=1),),
    "a judge called human is looked for as a model": (refused("ppo", judge="human"),),
    "an instruction for the judge with single braces is a KeyError": (
        refused("online_dpo", system_prompt='{"scores": 1}'),
    ),
    "weights as a list in YAML fail": (
        passes("grpo", "--reward-weights", "2.0", reward_weights=[2], **OWN_REWARD),
    ),
    "a weight below 0 looks like a flag": (
        passes("grpo", "--reward-weights", "[-1.0]", reward_weights=[-1], **OWN_REWARD),
    ),
    "a schedule replaces the learning rate": (
        writes(
            "sft",
            "lr_schedule",
            {"name": "cosine_decay", "arguments": [1e-3, 100, 0.0]},
            learning_rate=1e-3,
            lr_schedule="cosine_decay",
        ),
    ),
    "the first update of a warm-up has the rate 0": (
        told("sft", "warmup", "it changes nothing"),
        refused("grpo", warmup=1, iters=1),
    ),
    # Values that break the trainer.
    "0 for a cadence is a ZeroDivisionError": (
        refused("sft", steps_per_report=0),
        refused("sft", steps_per_eval=0),
        refused("sft", save_every=0),
    ),
    "val_batches 0 gives NaN or a ValueError": (refused("grpo", val_batches=0),),
    "num_layers 0 means all": (refused("sft", num_layers=0),),
    "gradients left over at the end are dropped": (
        warned("sft", iters=10, gradient_accumulation_steps=4),
        warned("dpo", iters=10, gradient_accumulation_steps=4),
        refused("ppo", iters=3, gradient_accumulation_steps=4),
    ),
    "iters counts iterations, not updates": (
        told("sft", "gradient_accumulation_steps", "gathered into one update"),
    ),
    "neither or both of iters and epochs": (
        refused("sft", iters=None),
        refused("sft", iters=3, epochs=1),
    ),
    "--test fails after training in GRPO, XPO and REINFORCE": (offered_only_by("test", "sft"),),
    "long rows in pieces change frozen weights in DPO and CPO": (
        offered_only_by("efficient_long_context", "sft"),
    ),
    # Values that change nothing, or less than they say.
    "DPO ignores its loss type and delta": (
        warned("dpo", dpo_cpo_loss_type="ipo"),
        noted("dpo", "dpo_cpo_loss_type", dpo_cpo_loss_type="ipo"),
        noted("dpo", "delta", dpo_cpo_loss_type="dpop"),
    ),
    "reward_scaling does nothing": (left_out("--reward-scaling"),),
    "qat_interval does nothing": (noted("sft", "qat_interval", qat_enable=True),),
    "QAT acts in four modes only": (offered_only_by("qat_enable", "sft", "dpo", "orpo", "dsla"),),
    "QAT that starts late never starts": (
        warned("sft", qat_enable=True, qat_start_step=2),
        noted("sft", "qat_bits", qat_enable=True, qat_start_step=2),
    ),
    "chunked_nll is nll": (noted("sft", "sft_loss_type", sft_loss_type="chunked_nll"),),
    "XPO and REINFORCE always sample at 0.8": (
        not_offered("temperature", "xpo", "rlhf_reinforce"),
    ),
    "PPO validates at 0.8": (noted("ppo", "temperature"),),
    "GRPO samples with top-p 0.95 and top-k 20": (told("grpo", "temperature", "top-k 20"),),
    "KLPO ignores group_size": (not_offered("group_size", "klpo", *JUDGED),),
    "beta acts in all but SFT and FTPO": (
        offered_only_by("beta", *(m for m in METHODS if m not in ("sft", "ftpo"))),
    ),
    "epsilon acts in PPO and is read by GRPO": (offered_only_by("epsilon", *GRPO_FAMILY, "ppo"),),
    "epsilon and epsilon_high never clip with one update a rollout": (
        noted("grpo", "epsilon", epsilon=0.2),
        noted("dapo", "epsilon_high"),
    ),
    "epsilon 0 ends all learning": (
        refused("grpo", epsilon=0),
        refused("grpo", epsilon=1e-8),
        refused("grpo", epsilon_high=0),
    ),
    "token and sequence are the same with one update a rollout": (
        noted("gspo", "importance_sampling_level"),
    ),
    "dr_grpo still divides by the spread": (noted("dr_grpo", "grpo_loss_type"),),
    "one reward's weight cancels out": (
        warned("grpo", reward_weights=[2], **OWN_REWARD),
        noted("grpo", "reward_weights", reward_weights=[2], **OWN_REWARD),
    ),
    "a group of one learns nothing": (refused("grpo", group_size=1),),
    "GRPO ignores what other modes have": tuple(
        not_offered(name, *GRPO_FAMILY)
        for name in (
            "delta",
            "dpo_cpo_loss_type",
            "sft_loss_type",
            "mask_prompt",
            "qat_enable",
            "micro_batch_size",
            "judge",
            "alpha",
            "efficient_long_context",
            "latent_weight",
            "klpo_route",
        )
    ),
    "a reference model is loaded even at beta 0": (
        warned("grpo", beta=0, reference_model_path="a/b"),
        noted("grpo", "reference_model_path", beta=0, reference_model_path="a/b"),
    ),
    "PPO with one prompt at a time has no advantage": (
        warned("ppo", batch_size=1),
        warned("ppo", batch_size=4, micro_batch_size=1),
        noted("ppo", "epsilon", batch_size=1),
    ),
    "a quantized policy has an unquantized reference": (warned("grpo", load_in_4bits=True),),
    "quantized weights do not train": (warned("sft", load_in_4bits=True, train_type="full"),),
    "the same seed gives another LoRA": (told("sft", "seed", "Runs started here are seeded"),),
    # Rewards.
    "a wrong reward name trains nothing and exits 0": (
        refused("grpo", reward_functions=["r1_count_xm"]),
        refused("klpo", reward_functions=["magic"]),
    ),
    "rewards of a file that are not named are not used": (
        warned("grpo", reward_functions_file="rewards.py"),
    ),
    "without names the five built-in rewards judge": (passes("grpo", "--reward-functions"),),
    "weights that do not match the functions": (
        refused("grpo", reward_weights=[1, 2]),
        refused("klpo", reward_weights=[1, 2]),
    ),
    "weights that are all 0": (refused("grpo", reward_weights=[0] * 5),),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_every_trap_is_impossible_repaired_or_loud(trap: str) -> None:
    assert all(held() for held in TRAPS[trap])
