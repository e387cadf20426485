"""What must hold between parameters: each rule finds errors or warnings in a draft."""

from collections.abc import Iterator
from typing import cast

from temper.errors import FieldError
from temper.methods.draft import Draft, ParameterWarning, Problem, Rule, pointer
from temper.methods.effects import unmet_condition
from temper.methods.rules_of_judges import JUDGE_RULES
from temper.methods.rules_of_rewards import REWARD_RULES
from temper.methods.steps import iterations, updates


def _length(draft: Draft) -> Iterator[Problem]:
    iters, epochs = draft.values["iters"], draft.values["epochs"]
    if iters is not None and epochs is not None:
        detail = "Iterations and epochs are both given; give one and leave the other out"
    elif iters is None and epochs is None:
        detail = "Neither iterations nor epochs is given; give one of them"
    else:
        return
    yield FieldError(pointer("iters"), detail)
    yield FieldError(pointer("epochs"), detail)


def _accumulation(draft: Draft) -> Iterator[Problem]:
    total = iterations(draft.values, draft.train_rows)
    steps = cast("int", draft.values["gradient_accumulation_steps"])
    here = pointer("gradient_accumulation_steps")
    if total is None or not draft.method.drops_leftover_gradients:
        return
    if total < steps:
        yield FieldError(
            here,
            f"Gradient accumulation over {steps} iterations never comes to an update in a run of "
            f"{total}: nothing would be learned",
            f"at most {total}",
        )
    elif lost := total % steps:
        yield ParameterWarning(
            here,
            f"The last {lost} of {total} iterations are lost: the trainer drops gradients "
            f"that do not fill an update. Take a multiple of {steps} iterations."
            if lost > 1
            else f"The last of {total} iterations is lost: the trainer drops gradients that do not "
            f"fill an update. Take a multiple of {steps} iterations.",
        )


def _warmup(draft: Draft) -> Iterator[Problem]:
    warmup = cast("int", draft.values["warmup"])
    total = updates(draft.method, draft.values, draft.train_rows)
    if not warmup:
        return
    if total == 1 and draft.values["warmup_init"] == 0:
        yield FieldError(
            pointer("warmup"),
            "The run has one update, and the first update of a warm-up has the rate 0: nothing "
            "would be learned",
            "0",
        )
    elif total is not None and total <= warmup:
        yield ParameterWarning(
            pointer("warmup"),
            f"The run ends after {total} updates, before a warm-up of {warmup} reaches the "
            "learning rate.",
        )


def _final_rate(draft: Draft) -> Iterator[Problem]:
    falling = draft.values["lr_schedule"] in ("cosine_decay", "linear_schedule")
    end, rate = cast("float", draft.values["lr_end"]), cast("float", draft.values["learning_rate"])
    if falling and end > rate:
        yield ParameterWarning(
            pointer("lr_end"), "The final learning rate is above the learning rate: it climbs."
        )


def _one_of_each_group(draft: Draft) -> Iterator[Problem]:
    groups: dict[str, list[str]] = {}
    for name, value in draft.values.items():
        group = draft.parameter(name).exclusive_group
        if group is not None and value is True:
            groups.setdefault(group, []).append(name)
    for names in groups.values():
        if len(names) > 1:
            for name in names:
                yield FieldError(
                    pointer(name), f"Only one of {' and '.join(names)} can be on", "false"
                )


def _without_effect(draft: Draft) -> Iterator[Problem]:
    for name in draft.values:
        parameter = draft.parameter(name)
        unmet = unmet_condition(draft.method, parameter, draft.values)
        if unmet is not None and draft.asked(name):
            yield ParameterWarning(pointer(name), f"{parameter.label} has no effect here: {unmet}.")


def _another_method(draft: Draft) -> Iterator[Problem]:
    for name, value in draft.method.identity.items():
        if name in draft.values and draft.values[name] != value:
            yield ParameterWarning(
                pointer(name),
                f"{draft.method.title} is {draft.method.title} because {name} is {value}; with "
                f"{draft.values[name]} it is another method.",
            )


QUANTIZED = ("load_in_4bits", "load_in_6bits", "load_in_8bits", "load_in_mxfp4")


def _quantized_full(draft: Draft) -> Iterator[Problem]:
    for name in QUANTIZED:
        if draft.values[name] and draft.values["train_type"] == "full":
            yield ParameterWarning(
                pointer(name),
                "Quantized weights cannot be trained: with train type full only what is left, norms "
                "and biases, learns. Take lora or dora.",
            )


def _quantized_reference(draft: Draft) -> Iterator[Problem]:
    for name in QUANTIZED:
        if draft.values[name] and draft.values["beta"]:
            yield ParameterWarning(
                pointer(name),
                "The trainer loads the reference model unquantized: it needs its own memory, and KL "
                "is above 0 from the first iteration.",
            )


def _unused_reference(draft: Draft) -> Iterator[Problem]:
    if draft.values["beta"] == 0 and draft.values["reference_model_path"] is not None:
        yield ParameterWarning(
            pointer("reference_model_path"), "Is loaded but has no effect while beta is 0."
        )


def _late_rounding(draft: Draft) -> Iterator[Problem]:
    if draft.values["qat_enable"] and draft.values["qat_start_step"] != 1:
        yield ParameterWarning(
            pointer("qat_start_step"),
            "After update 1 the installed trainer no longer takes rounding up: the run trains as if "
            "quantization-aware training were off.",
        )


def _clip_order(draft: Draft) -> Iterator[Problem]:
    low, high = draft.values["epsilon"], draft.values["epsilon_high"]
    if high is not None and cast("float", high) < cast("float", low):
        yield ParameterWarning(
            pointer("epsilon_high"), "Is below epsilon; DAPO means it to be above."
        )


_STEPS = ("iters", "epochs", "batch_size", "gradient_accumulation_steps")

RULES = (
    Rule(("iters", "epochs"), _length),
    Rule(_STEPS, _accumulation),
    Rule((*_STEPS, "warmup", "warmup_init"), _warmup),
    Rule(("lr_schedule", "lr_end", "learning_rate"), _final_rate),
    Rule((), _one_of_each_group),
    Rule((), _without_effect),
    Rule((), _another_method),
    Rule((*QUANTIZED, "train_type"), _quantized_full),
    Rule((*QUANTIZED, "beta", "reference_model_path"), _quantized_reference),
    Rule(("beta", "reference_model_path", "group_size"), _unused_reference),
    Rule(("qat_enable", "qat_start_step"), _late_rounding),
    Rule(("epsilon", "epsilon_high"), _clip_order),
    *JUDGE_RULES,
    *REWARD_RULES,
)
