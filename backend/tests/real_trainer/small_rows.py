"""The smallest sound rows, and bytes made of them."""

from tests.real_trainer.defects import lines
from tests.real_trainer.expected import said

UNSUPPORTED = "Unsupported data format for Online GRPO training."

ROW = {"prompt": "a", "answer": "b", "system": "s"}
GOOD = lines(ROW)
PAIR = {"prompt": "a", "chosen": "b", "rejected": "c"}
TOKENS = {
    "context_with_chat_template": "a",
    "rejected_decoded": "b",
    "multi_chosen_decoded": ["c", "d"],
}
ASK, SAY = {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}


def answers(*values: str) -> bytes:
    """A good row, and rows with these answers as they are written."""
    return GOOD + b"".join(
        b'{"prompt": "a", "answer": %s, "system": "s"}\n' % v.encode() for v in values
    )


def talk(*turns: object) -> bytes:
    return lines({"messages": [ASK, SAY]}, {"messages": turns})


def pair(prompt: str, answer: str) -> str:
    return said("user", prompt) + said("assistant", answer)
