"""A person's reward file is read, never run."""

from pathlib import Path

import pytest

from temper.rewards.custom_file import UnreadableRewardFile, read_reward_file

SOURCE = """
import mlx_lm_lora.trainer.grpo_reward_functions as rewards
from mlx_lm_lora.trainer.grpo_reward_functions import register_reward_function

@register_reward_function()
def plain(prompts, completions, answer, types=None): ...

@register_reward_function("given")
def one(prompts, completions, answer, types=None): ...

@rewards.register_reward_function(name="by keyword")
def two(**kwargs): ...

def not_registered(prompts, completions, answer, types=None): ...

if False:
    @register_reward_function()
    def perhaps(prompts, completions, answer, types=None): ...
"""


def test_registered_functions_are_listed_under_their_registered_names(tmp_path: Path) -> None:
    file = tmp_path / "rewards.py"
    file.write_text(SOURCE)
    found = {f.name: f.metric for f in read_reward_file(file)}
    assert found == {"plain": "plain", "given": "one", "by keyword": "two"}


def test_a_file_that_is_not_there_or_not_python_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRewardFile, match="No such file"):
        read_reward_file(tmp_path / "no.py")
    (tmp_path / "bad.py").write_text("def f(:\n")
    with pytest.raises(UnreadableRewardFile, match="line 1"):
        read_reward_file(tmp_path / "bad.py")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "huge.py").write_bytes(b"#" * 1_000_001)
    with pytest.raises(UnreadableRewardFile, match="larger"):
        read_reward_file(tmp_path / "huge.py")
