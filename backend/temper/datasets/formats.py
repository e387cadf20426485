"""The row formats that Temper knows, and which of them a training method reads."""

from typing import Literal

DatasetShape = Literal["sft", "prompt_answer"]
"""What a method reads. `sft`: messages, prompt/completion, text, or prompt/answer/system rows, which
become messages. `prompt_answer`: prompt/answer/system rows."""
