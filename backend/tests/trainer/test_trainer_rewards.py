"""Rewards are checked before anything is loaded."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from temper.trainer.outcome import TrainingFailed
from temper.trainer.records import Records
from temper.trainer.rewards import RewardFiles, check_rewards
from tests.trainer.wrapped import Recorded


def short(prompts: Any, completions: Any, answer: Any, types: Any = None) -> list[float]:
    return [1.0 for _ in completions]


def odd(prompts: Any, completions: Any) -> list[float]:
    return []


REGISTRY = {"short": short, "odd": odd}


def check(sink: Recorded | None = None, **given: Any) -> None:
    arguments: dict[str, Any] = {
        "train_mode": "grpo",
        "reward_functions": None,
        "reward_functions_file": None,
        "reward_weights": None,
        **given,
    }
    records = Records(sink or Recorded())
    check_rewards(SimpleNamespace(**arguments), RewardFiles(), REGISTRY, records)


def test_known_names_and_as_many_weights_pass():
    check(reward_functions="short, short", reward_weights="[1.0,-0.5]")
    check()
    check(train_mode="sft", reward_functions="nope")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"reward_functions": "short,nope"}, r"no reward function named 'nope'.*odd, short"),
        ({"reward_functions": ["short"]}, "one text with commas"),
        ({"reward_functions": "odd"}, "cannot be called with prompts, completions, answer"),
        ({"reward_functions": "short", "reward_weights": "1,2"}, "2 reward weights for 1 "),
        ({"reward_functions": "short", "reward_weights": "much"}, "are not numbers"),
        ({"reward_weights": "1,2"}, "2 reward weights for 5 "),
        ({"reward_functions_file": "gone.py"}, "gone.py does not exist"),
    ],
)
def test_what_cannot_work_is_refused(given: dict[str, Any], reason: str):
    with pytest.raises(TrainingFailed, match=reason):
        check(**given)


def test_a_file_that_fails_to_load_is_refused_with_its_error(tmp_path: Path):
    file = tmp_path / "rewards.py"
    file.write_text("1 / 0\n")
    with pytest.raises(TrainingFailed, match="cannot be loaded: ZeroDivisionError") as caught:
        check(reward_functions_file=str(file))
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_file_is_run_once_though_the_trainer_asks_again(tmp_path: Path):
    file, traces = tmp_path / "rewards.py", tmp_path / "traces"
    file.write_text(f"open({str(traces)!r}, 'a').write('x')\n")
    files = RewardFiles()
    assert files.load(str(file)) and files.load(str(file))
    assert traces.read_text() == "x"


def test_a_file_without_names_is_a_warning(tmp_path: Path):
    file, sink = tmp_path / "rewards.py", Recorded()
    file.write_text("")
    check(sink, reward_functions_file=str(file))
    assert sink.records[0]["code"] == "reward-file-unused"
