"""What must hold where a judge model, latent layers or a loss of DPO are chosen."""

from collections.abc import Iterator
from typing import cast

from temper.errors import FieldError
from temper.methods.draft import Draft, ParameterWarning, Problem, Rule, pointer
from temper.methods.effects import Taken, most_at_once, prompts_at_once
from temper.methods.steps import iterations
from temper.methods.wording import shown


def _judge(draft: Draft) -> Iterator[Problem]:
    judge = draft.values["judge"]
    if judge is None:
        detail = "No judge model is named: without one nothing says which completion is better"
        yield FieldError(pointer("judge"), detail, "a folder or a hub name")
    elif judge == "human":
        detail = "The trainer would look for a model called human: a run has no one to ask, so name a model"
        yield FieldError(pointer("judge"), detail, "a folder or a hub name")


def _judge_prompt(draft: Draft) -> Iterator[Problem]:
    text = cast("str | None", draft.values["system_prompt"])
    if text is None:
        return
    here = pointer("system_prompt")
    try:
        text.format(prompt="p", response0="a", response1="b")
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        detail = f"Cannot be filled in ({error}): write {{{{ and }}}} for braces of your own"
        yield FieldError(here, detail, "text with {prompt}, {response0} and {response1}")
        return
    missing = [name for name in ("prompt", "response0", "response1") if f"{{{name}}}" not in text]
    if missing:
        names = ", ".join(f"{{{name}}}" for name in missing)
        yield ParameterWarning(here, f"The judge never sees {names}, which the text leaves out.")


def _one_prompt(draft: Draft) -> Iterator[Problem]:
    at_once = prompts_at_once(Taken(draft.method, draft.values, {}))
    if draft.method.train_mode == "ppo" and at_once == 1:
        one = "batch_size" if draft.values["batch_size"] == 1 else "micro_batch_size"
        yield ParameterWarning(
            pointer(one),
            "With one prompt at a time the advantage is always 0: the run learns nothing but to "
            "stay close to the reference. Take 2 or more.",
        )


def _micro_batch(draft: Draft) -> Iterator[Problem]:
    size = cast("int | None", draft.values["micro_batch_size"])
    most = most_at_once(draft.method, cast("int", draft.values["batch_size"]))
    if size is not None and size > most:
        yield ParameterWarning(
            pointer("micro_batch_size"), f"Acts as {most}, all of the batch: it cannot be larger."
        )


def _alphas(draft: Draft) -> Iterator[Problem]:
    total = iterations(draft.values, draft.train_rows)
    numbers = len(cast("list[float]", draft.values["alpha"]))
    if total is not None and numbers > total:
        yield FieldError(
            pointer("alpha"),
            f"Has {numbers} numbers to divide {total} iterations among",
            f"at most {total} numbers",
        )


_LATENT_LAYERS = ("final", "middle", "late")


def _latent_layer(draft: Draft) -> Iterator[Problem]:
    layer = cast("str", draft.values["latent_layer"])
    if layer not in _LATENT_LAYERS and not (layer.isascii() and layer.isdecimal()):
        yield FieldError(
            pointer("latent_layer"),
            f"There is no layer {shown(layer)}",
            "final, middle, late, or the number of a layer from 0",
        )


def _loss_of_dpo(draft: Draft) -> Iterator[Problem]:
    kind = draft.values["dpo_cpo_loss_type"]
    if draft.method.train_mode == "dpo" and kind != "sigmoid":
        yield ParameterWarning(
            pointer("dpo_cpo_loss_type"),
            f"The command by hand would train with sigmoid; Temper hands {kind} over itself.",
        )


JUDGE_RULES = (
    Rule(("judge",), _judge),
    Rule(("system_prompt",), _judge_prompt),
    Rule(("batch_size", "micro_batch_size"), _one_prompt),
    Rule(("batch_size", "micro_batch_size"), _micro_batch),
    Rule(("alpha", "iters", "epochs", "batch_size"), _alphas),
    Rule(("latent_layer",), _latent_layer),
    Rule(("dpo_cpo_loss_type",), _loss_of_dpo),
)
