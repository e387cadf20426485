"""What the library says of the built-in rewards is what the trainer's functions pay."""

import json
import subprocess
import sys

import pytest

from temper.rewards.library import BUILTIN, RewardFunction

PAY = """
import json, sys
from mlx_lm_lora.trainer.grpo_reward_functions import get_reward_function
asked = json.load(sys.stdin)
print(json.dumps([
    get_reward_function(name)(
        prompts=["?"] * len(texts), completions=texts, answer=["7"] * len(texts), types=None
    )
    for name, texts in asked
]))
"""


@pytest.mark.real_trainer
def test_each_example_is_paid_what_the_library_says() -> None:
    asked = [(f.name, [example.completion for example in f.examples]) for f in BUILTIN]
    done = subprocess.run(
        [sys.executable, "-c", PAY],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    paid = json.loads(done.stdout.splitlines()[-1])
    for function, rewards in zip(BUILTIN, paid, strict=True):
        expected = [example.reward for example in function.examples]
        assert rewards == pytest.approx(expected), function.name


@pytest.mark.parametrize("function", BUILTIN, ids=lambda f: f.name)
def test_examples_show_the_most_and_nothing(function: RewardFunction) -> None:
    rewards = [example.reward for example in function.examples]
    assert max(rewards) == function.maximum
    assert min(rewards) == 0
