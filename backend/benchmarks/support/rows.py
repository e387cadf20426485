"""A generated file of training rows, the same on every machine."""

import json
import random
from pathlib import Path

_SPEECH = (
    "the of and to in is that for it was on are as with his they at be this from have or by one had "
    "not but what all were when we there can an your which their said if do will each about how up "
    "out them then she many some so these would other into has more her two like him see time could "
    "no make than first been its who now people my made over did down only way find use may water"
)
_WORDS = _SPEECH.split()
_SYSTEM = "Answer in one sentence."


def write_rows(path: Path, count: int) -> None:
    """So many rows of prompt (about 200 characters), answer (about 130) and system; no two alike."""
    chance = random.Random(0)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            row = {
                "prompt": f"{_text(chance, 195)} {number}?",
                "answer": f"{_text(chance, 125)}.",
                "system": _SYSTEM,
            }
            file.write(json.dumps(row) + "\n")


def _text(chance: random.Random, length: int) -> str:
    words = chance.choices(_WORDS, k=length // 4)
    return " ".join(words)[:length].strip().capitalize()
