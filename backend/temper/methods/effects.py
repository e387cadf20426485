"""Where a value of this very plan changes nothing, or less than its name says, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from temper.methods.method import Method
from temper.methods.parameter import Parameter, Value, meets
from temper.methods.wording import shown

BEYOND = 512
"""Tokens of a row after which `efficient_long_context` begins to act."""


@dataclass(frozen=True)
class Taken:
    """The values that one plan takes, and how many rows of each kind it reads."""

    method: Method
    values: Mapping[str, Value]
    rows: Mapping[str, int]

    def get(self, name: str) -> Value:
        """A value, or None where the method has no such parameter."""
        return self.values.get(name)


def effect(parameter: Parameter, taken: Taken) -> str | None:
    """What to know of this value here; None where it does what its name says."""
    unmet = unmet_condition(taken.method, parameter, taken.values)
    if unmet is not None:
        return f"Changes nothing here: {unmet}."
    look = _LOOKS.get(parameter.name)
    return look(parameter, taken) if look is not None else parameter.effect


def unmet_condition(
    method: Method, parameter: Parameter, values: Mapping[str, Value]
) -> str | None:
    """`it acts only where optimizer is "adamw"`, or None where it acts."""
    for other, acting in parameter.shown_when.items():
        if other in values and not meets(values[other], acting):
            asked = method.parameter(other)
            counts = asked is not None and asked.type in ("integer", "number")
            wanted = "not 0" if counts else " or ".join(shown(value) for value in acting)
            return f"it acts only where {other} is {wanted}"
    return None


def prompts_at_once(taken: Taken) -> int:
    """How many prompts PPO normalizes together: a micro batch, or the whole batch."""
    batch = cast("int", taken.values["batch_size"])
    micro = cast("int | None", taken.get("micro_batch_size"))
    return batch if micro is None else min(micro, batch)


def most_at_once(method: Method, batch_size: int) -> int:
    """The largest micro batch that acts: REINFORCE counts completions, two for each prompt."""
    return 2 * batch_size if method.train_mode == "rlhf_reinforce" else batch_size


def _epsilon(parameter: Parameter, taken: Taken) -> str | None:
    if taken.method.train_mode == "ppo" and prompts_at_once(taken) == 1:
        return "Changes nothing here: with one prompt at a time the advantage is always 0."
    return parameter.effect


def _epsilon_high(parameter: Parameter, taken: Taken) -> str | None:
    return None if taken.values["epsilon_high"] is None else parameter.effect


def _micro_batch(parameter: Parameter, taken: Taken) -> str | None:
    size = cast("int | None", taken.values["micro_batch_size"])
    most = most_at_once(taken.method, cast("int", taken.values["batch_size"]))
    return f"Acts as {most}: it cannot be larger." if size is not None and size > most else None


def _reference(parameter: Parameter, taken: Taken) -> str | None:
    if taken.values["reference_model_path"] is None:
        return None
    mode, unheld = taken.method.train_mode, taken.get("beta") == 0
    if mode == "grpo" and unheld:
        return "Is loaded but changes nothing while beta is 0."
    if mode == "rlhf_reinforce" and unheld:
        return "Changes only what is reported while beta is 0."
    if mode == "ftpo" and taken.values["lambda_mse"] == taken.values["lambda_mse_target"] == 0:
        return "Changes nothing here: lambda_mse and lambda_mse_target are 0."
    return None


def _free_range(parameter: Parameter, taken: Taken) -> str | None:
    held = taken.values["lambda_mse_target"]
    return None if held else "Changes nothing here: lambda_mse_target is 0."


def _latent(parameter: Parameter, taken: Taken) -> str | None:
    return None if taken.values["latent_weight"] else "Changes nothing here: latent_weight is 0."


def _latent_margin(parameter: Parameter, taken: Taken) -> str | None:
    if taken.values["latent_variant"] == "direction":
        return "Changes nothing here: the direction loss has no margin."
    return _latent(parameter, taken)


def _reward_weights(parameter: Parameter, taken: Taken) -> str | None:
    weights = cast("list[float] | None", taken.values["reward_weights"])
    if weights is None or taken.method.train_mode != "grpo":
        return None
    if len(weights) > 1:
        return parameter.effect
    if weights[0] < 0:
        return "With one reward function only the sign of its weight counts."
    return "Changes nothing here: with one reward function its weight cancels out."


def _qat_start(parameter: Parameter, taken: Taken) -> str | None:
    if taken.values["qat_start_step"] == 1:
        return None
    return (
        "Rounding never begins: the installed trainer has compiled its training step by then, and "
        "the run trains as if quantization-aware training were off."
    )


def _qat(parameter: Parameter, taken: Taken) -> str | None:
    if taken.values["qat_enable"] and taken.values["qat_start_step"] != 1:
        return "Changes nothing here: with qat_start_step above 1 rounding never begins."
    return parameter.effect


def _sft_loss(parameter: Parameter, taken: Taken) -> str | None:
    if taken.values["sft_loss_type"] == "chunked_nll":
        return "Trains the same as nll, but for rounding."
    return None


def _grpo_loss(parameter: Parameter, taken: Taken) -> str | None:
    return parameter.effect if taken.values["grpo_loss_type"] != "grpo" else None


def _dpo_loss(parameter: Parameter, taken: Taken) -> str | None:
    if taken.method.train_mode == "dpo" and taken.values["dpo_cpo_loss_type"] != "sigmoid":
        return "Temper's wrapper carries this out; the plain command trains with sigmoid."
    return None


def _delta(parameter: Parameter, taken: Taken) -> str | None:
    if taken.method.train_mode == "dpo":
        return "Temper's wrapper carries this out; the plain command ignores it."
    return None


def _alpha(parameter: Parameter, taken: Taken) -> str | None:
    return None if taken.values["alpha"] == parameter.trainer_default else parameter.effect


def _long_context(parameter: Parameter, taken: Taken) -> str | None:
    limit = cast("int", taken.values["max_seq_length"])
    if not taken.values["efficient_long_context"]:
        return None
    if limit <= BEYOND:
        return f"Changes nothing here: rows end at {limit} tokens, and it acts beyond {BEYOND}."
    return parameter.effect


def _validation(parameter: Parameter, taken: Taken) -> str | None:
    return (
        None if taken.rows.get("valid") else "Changes nothing here: there are no validation rows."
    )


_LOOKS: dict[str, Callable[[Parameter, Taken], str | None]] = {
    "epsilon": _epsilon,
    "epsilon_high": _epsilon_high,
    "micro_batch_size": _micro_batch,
    "reference_model_path": _reference,
    "tau_mse_target": _free_range,
    "latent_margin": _latent_margin,
    "latent_gamma": _latent,
    "latent_variant": _latent,
    "latent_pooling": _latent,
    "latent_layer": _latent,
    "reward_weights": _reward_weights,
    "qat_start_step": _qat_start,
    "qat_enable": _qat,
    "qat_bits": _qat,
    "qat_group_size": _qat,
    "qat_mode": _qat,
    "qat_interval": _qat,
    "sft_loss_type": _sft_loss,
    "grpo_loss_type": _grpo_loss,
    "dpo_cpo_loss_type": _dpo_loss,
    "delta": _delta,
    "alpha": _alpha,
    "efficient_long_context": _long_context,
    "steps_per_eval": _validation,
    "val_batches": _validation,
}
"""What depends on other values, on the value itself, or on the rows; the rest says the catalogue."""
