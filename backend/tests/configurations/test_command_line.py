"""The trainer's call in a text that somebody pasted."""

import pytest

from temper.configurations.command_line import find_call


@pytest.mark.parametrize("text", ["", "<", "> log.txt", "2>&1", "\\", "ls", "echo --train"])
def test_a_text_without_a_call_has_none(text: str) -> None:
    assert find_call(text) is None


@pytest.mark.parametrize("text", ["--train --iters 5", "mlx_lm_lora.train --train --iters 5"])
def test_a_call_is_found_by_its_program_or_its_flags_alone(text: str) -> None:
    call = find_call(f"{text} > log.txt")
    assert call is not None
    assert [word.text for word in call.arguments] == ["--train", "--iters", "5"]
