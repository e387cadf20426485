"""What the model wrote and how it was judged, taken where the trainer computes the rewards."""

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

from temper.trainer.outcome import TrainingFailed
from temper.trainer.progress import Progress
from temper.trainer.records import MAXIMUM_BYTES, Records, encode

LONGEST_TEXT = 4000
"""Characters of a prompt, answer or completion that are shown."""
SAME_REWARD = 1e-8
"""A reward deviation below this is rounding, not a difference."""

Values = dict[str, list[float | None]]


class RolloutTap:
    """Stands in for `calculate_rewards_and_advantages`, calls it, and records what it saw."""

    def __init__(self, calculate: Callable[..., Any], records: Records, progress: Progress) -> None:
        self._calculate = calculate
        self._records = records
        self._progress = progress
        self._flat_iterations = 0
        self._said_flat = 0

    def __call__(self, **call: Any) -> Any:
        values: Values = {}
        functions = [capture(function, values) for function in call["reward_funcs"]]
        advantages, metrics = self._calculate(**{**call, "reward_funcs": functions})
        groups = rollout_groups(call, values, advantages.tolist())
        split = "valid" if self._progress.phase == "validating" else "train"
        fields = {"iteration": self._progress.current, "split": split}
        self._records.emit("rollout", **fields, groups=fit(fields, groups))
        if split == "train":
            self._watch_signal(groups)
        return advantages, metrics

    def _watch_signal(self, groups: list[dict[str, Any]]) -> None:
        if any(deviates(group) for group in groups):
            return
        self._flat_iterations += 1
        # Said at 1, 10, 100, … such iterations, so that a long run is not drowned in it.
        if math.log10(self._flat_iterations).is_integer():
            self.summarize()

    def summarize(self) -> None:
        """Say how often there was nothing to learn from, if that is news."""
        if self._flat_iterations == self._said_flat:
            return
        self._said_flat = self._flat_iterations
        self._records.warn(
            "no-learning-signal",
            f"In {self._flat_iterations} of {self._progress.current} iterations so far every completion "
            "of a prompt got the same reward, so they taught the model nothing. Try easier or harder "
            "prompts, a higher temperature, a larger group or a reward with finer steps.",
        )


def capture(function: Callable[..., Any], into: Values) -> Callable[..., Any]:
    """The same reward function, which also leaves its values in `into`."""
    name = unused_name(getattr(function, "__name__", type(function).__name__), into)
    into[name] = []

    @functools.wraps(function)
    def captured(**call: Any) -> Any:
        try:
            values = function(**call)
            values = values if values is None else list(values)
            into[name] = plain_values(values, len(call["completions"]))
        except Exception as error:
            raise TrainingFailed(
                f"The reward function {name} failed: {type(error).__name__}: {error}."
            ) from error
        return values

    return captured


def unused_name(name: str, taken: Values) -> str:
    """The name, numbered where two functions share it."""
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name}_{number}"
    return unused


def plain_values(values: Sequence[Any] | None, count: int) -> list[float | None]:
    """A reward function's answer as the trainer understands it: None and NaN are no opinion."""
    if values is None:
        return [None] * count
    numbers = [None if value is None else float(value) for value in values]
    return [None if number is None or math.isnan(number) else number for number in numbers]


def rollout_groups(
    call: dict[str, Any], values: Values, advantages: list[float]
) -> list[dict[str, Any]]:
    """The completions of each prompt with their rewards."""
    weights = call.get("reward_weights") or [1.0] * len(values)
    groups: dict[int, dict[str, Any]] = {}
    for at, prompt_index in enumerate(call["batch_indices"]):
        rewards = {name: column[at] for name, column in values.items()}
        total = sum(
            weight * (reward or 0.0)
            for weight, reward in zip(weights, rewards.values(), strict=True)
        )
        group = groups.setdefault(
            prompt_index,
            {
                "prompt": str(call["expanded_prompts"][at]),
                "answer": str(call["expanded_answers"][at]),
                "completions": [],
            },
        )
        group["completions"].append(
            {
                "text": call["all_completion_texts"][at],
                "rewards": rewards,
                "total": total,
                "advantage": advantages[at],
            }
        )
    return list(groups.values())


def deviates(group: dict[str, Any]) -> bool:
    """Whether the completions of a group were judged differently."""
    totals = [completion["total"] for completion in group["completions"]]
    return max(totals) - min(totals) > SAME_REWARD


def fit(fields: dict[str, Any], groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The groups, with texts clipped and at last groups left out until the record is small enough."""
    limit = LONGEST_TEXT
    shown = clip_groups(groups, limit)
    while len(encode({"type": "rollout", **fields, "groups": shown})) >= MAXIMUM_BYTES:
        if limit > 100:
            limit //= 2
        else:
            groups = groups[: max(1, len(groups) // 2)]
        shown = clip_groups(groups, limit)
    return shown


def clip_groups(groups: list[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    """The groups with every text cut to this many characters."""
    return [
        {
            "prompt": clip(group["prompt"], limit),
            "answer": clip(group["answer"], limit),
            "completions": [
                {**completion, "text": clip(completion["text"], limit)}
                for completion in group["completions"]
            ],
        }
        for group in groups
    ]


def clip(text: str, limit: int) -> str:
    """The text, or its beginning with a mark of how much is missing."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… [{len(text) - limit} more characters]"
