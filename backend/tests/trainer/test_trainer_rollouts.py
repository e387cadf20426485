"""Rollouts: every completion with what each reward function gave it."""

from typing import Any

import mlx.core as mx
import pytest

from temper.trainer.outcome import TrainingFailed
from temper.trainer.progress import Progress
from temper.trainer.records import MAXIMUM_BYTES, Records, encode
from temper.trainer.rollouts import RolloutTap, clip
from tests.trainer.wrapped import Recorded


class Rewarder:
    """Stands where the trainer computes advantages: it asks each function once."""

    def __call__(self, **call: Any) -> Any:
        for function in call["reward_funcs"]:
            function(
                prompts=call["expanded_prompts"],
                completions=call["all_completion_texts"],
                answer=call["expanded_answers"],
                types=None,
            )
        return mx.zeros(len(call["all_completion_texts"])), {}


def length(prompts: Any, completions: list[str], answer: Any, types: Any) -> list[Any]:
    return [len(text) for text in completions]


def opinion(prompts: Any, completions: list[str], answer: Any, types: Any) -> list[Any]:
    return [None if text == "a" else "0.5" for text in completions]


def tap(
    texts: list[str], functions: list[Any], weights: list[float] | None = None, times: int = 1
) -> Recorded:
    sink = Recorded()
    progress = Progress(Records(sink))
    rollouts = RolloutTap(Rewarder(), Records(sink), progress)
    for step in range(times):
        progress.current = step + 1
        rollouts(
            reward_funcs=functions,
            expanded_prompts=["p"] * len(texts),
            all_completion_texts=texts,
            expanded_answers=["9"] * len(texts),
            batch_indices=[at // 2 for at in range(len(texts))],
            reward_weights=weights,
        )
    rollouts.summarize()
    return sink


def test_completions_are_grouped_by_prompt_with_each_reward_and_the_weighted_total():
    (record,) = tap(["a", "bb", "ccc", "ccc"], [length, opinion], weights=[1.0, 2.0]).of("rollout")
    assert (record["iteration"], record["split"]) == (1, "train")
    first, second = record["groups"]
    assert first == {
        "prompt": "p",
        "answer": "9",
        "completions": [
            {"text": "a", "rewards": {"length": 1, "opinion": None}, "total": 1, "advantage": 0},
            {"text": "bb", "rewards": {"length": 2, "opinion": 0.5}, "total": 3, "advantage": 0},
        ],
    }
    assert len(second["completions"]) == 2


def test_two_functions_of_one_name_are_told_apart():
    (record,) = tap(["a", "bb"], [length, length]).of("rollout")
    assert record["groups"][0]["completions"][1]["rewards"] == {"length": 2, "length_2": 2}


def test_a_reward_function_that_fails_is_named():
    def broken(**_: Any) -> list[float]:
        raise LookupError("no such digit")

    with pytest.raises(TrainingFailed, match="reward function broken failed: LookupError: no such"):
        tap(["a", "b"], [broken])


def test_equal_rewards_in_every_group_are_a_warning_now_and_then():
    messages = [record["message"] for record in tap(["a", "b"], [length], times=12).of("warning")]
    assert [message.split(" iterations")[0] for message in messages] == [
        "In 1 of 1",
        "In 10 of 10",
        "In 12 of 12",
    ]


def test_one_group_with_differing_rewards_is_signal_enough():
    assert tap(["a", "b", "a", "bb"], [length]).of("warning") == []


def test_long_texts_are_cut_with_a_mark():
    assert clip("x" * 10, 4) == "xxxx… [6 more characters]"
    assert clip("xxxx", 4) == "xxxx"


@pytest.mark.parametrize("completions", [32, 256, 4096])
def test_a_record_stays_small_whatever_was_sampled(completions: int):
    (record,) = tap(["é" * 9000] * completions, [length]).of("rollout")
    assert len(encode(record)) < MAXIMUM_BYTES
    assert record["groups"]
