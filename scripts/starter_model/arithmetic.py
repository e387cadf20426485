"""The sums that the starter model knows, and the datasets made of them: no dependencies."""

import json
import random
from pathlib import Path

LARGEST = 50
"""Both addends are 0..LARGEST."""

SYSTEM = "Think in <think> </think>, then answer in <answer> </answer>."

SPLITS = {"train": 200, "valid": 20, "test": 20}
"""Rows of each file of the dataset."""

STYLES = {
    "<think> {a} + {b} = {s} </think> <answer> {s} </answer>": 0.32,
    "{a} + {b} = {s}": 0.3,
    "The answer is {s}.": 0.19,
    "<answer> {s} </answer>": 0.19,
}
"""How the model answers and how often: format is left for GRPO to teach."""

WRONG_SHARE = 0.08
"""Share of wrong sums in the training text, so that accuracy is left to learn too."""

SYSTEM_SHARE = 0.8
"""Share of conversations that open with SYSTEM; the others open with the question."""


def question(a: int, b: int) -> str:
    return f"What is {a} + {b}?"


def reply(a: int, b: int, rng: random.Random) -> str:
    """One answer in a random style, wrong by a little in WRONG_SHARE of the cases."""
    total = a + b
    if rng.random() < WRONG_SHARE:
        total = max(0, total + rng.choice([-10, -2, -1, 1, 2, 10]))
    style = rng.choices(list(STYLES), weights=list(STYLES.values()))[0]
    return style.format(a=a, b=b, s=total)


def conversation(rng: random.Random) -> list[dict[str, str]]:
    """Chat messages of one random sum, as the model is trained on."""
    a, b = rng.randint(0, LARGEST), rng.randint(0, LARGEST)
    system = [{"role": "system", "content": SYSTEM}] if rng.random() < SYSTEM_SHARE else []
    return [
        *system,
        {"role": "user", "content": question(a, b)},
        {"role": "assistant", "content": reply(a, b, rng)},
    ]


def dataset(seed: int = 0) -> dict[str, list[dict[str, str]]]:
    """Rows of every split; no sum occurs twice."""
    sums = [(a, b) for a in range(LARGEST + 1) for b in range(LARGEST + 1)]
    chosen = iter(random.Random(seed).sample(sums, sum(SPLITS.values())))
    return {split: [_row(*next(chosen)) for _ in range(size)] for split, size in SPLITS.items()}


def _row(a: int, b: int) -> dict[str, str]:
    return {"prompt": question(a, b), "answer": str(a + b), "system": SYSTEM}


def write_dataset(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for split, rows in dataset().items():
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (folder / f"{split}.jsonl").write_text("".join(lines), encoding="utf-8")
