"""How a test says what the bare trainer does with a defect."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from temper.datasets.formats import DatasetShape
from temper.datasets.validation.options import ValidationOptions
from tests.real_trainer.reading import MODES, STARTER_MODEL, Row, batch, load, tokenizer

Misbehaves = Callable[[Path], None]
"""Looks at what the trainer makes of a folder; fails unless it is what the test says."""
Lay = Callable[[Path], None]


@dataclass(frozen=True)
class Defect:
    """A folder that validation names a kind for, and what the trainer makes of it."""

    kind: str
    shape: DatasetShape
    train: bytes | None
    trainer: Misbehaves
    more: dict[str, bytes] = field(default_factory=dict[str, bytes])
    lay: Lay = field(default=lambda folder: None)
    """What else is done to the folder, where bytes do not say it."""
    options: ValidationOptions = field(default_factory=ValidationOptions)
    """What validation is told of the run."""

    def laid(self, folder: Path) -> Path:
        """The folder with the defect in it."""
        files = self.more | ({} if self.train is None else {"train.jsonl": self.train})
        for name, data in files.items():
            (folder / name).write_bytes(data)
        self.lay(folder)
        return folder


def lines(*rows: Any) -> bytes:
    """Rows as JSON lines."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def fails(error: type[Exception], text: str, mode: str = "grpo", **asked: Any) -> Misbehaves:
    """Loading the files, or drawing a batch of `size`, raises `error` with `text` in it."""
    size: int = asked.pop("size", 1)

    def look(folder: Path) -> None:
        with pytest.raises(error) as raised:
            train = loaded(folder, mode, **asked)
            for _ in range(20):  # a batch of SFT is drawn at random
                batch(train, mode, size)
        assert text in str(raised.value)

    return look


def loaded(folder: Path, mode: str, reads: Any = None, **asked: Any) -> Any:
    """The training rows, as the trainer's own `load_dataset` gives them to `run()`."""
    datasets: Any = import_module("mlx_lm_lora.trainer.datasets")
    known = {"mask_prompt": False, "max_seq_length": 2048} | asked
    args = SimpleNamespace(data=str(folder), train=True, test=False, train_mode=mode, **known)
    return datasets.CacheDataset(datasets.load_dataset(args, reads or tokenizer())[0])


def draws_for_ever(mode: str, size: int) -> Misbehaves:
    """The training loop waits for a batch of `size` rows that never comes, using the processor."""

    def look(folder: Path) -> None:
        rounds = 0

        def permutation(count: int) -> Any:
            nonlocal rounds
            rounds += 1
            assert count == 0
            if rounds == 1000:
                raise InterruptedError
            return np.arange(0)

        with pytest.MonkeyPatch.context() as patch, pytest.raises(InterruptedError):
            patch.setattr(np.random, "permutation", permutation)
            batch(loaded(folder, mode), mode, size)

    return look


STRICT = (
    "{% if messages[0].role == 'system' %}{% set talk = messages[1:] %}{% else %}"
    "{% set talk = messages %}{% endif %}{% for m in talk %}"
    "{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}"
    "{% endif %}{{ m.content }}{% endfor %}"
)
"""How the chat templates of Gemma, Llama 2 and Mistral begin."""


def refused_by_strict_templates(row: int) -> Misbehaves:
    """The starter model's template takes any order of roles; those of other models stop the run."""

    def look(folder: Path) -> None:
        utils: Any = import_module("mlx_lm.utils")
        strict = utils.load_tokenizer(STARTER_MODEL, {"chat_template": STRICT})
        with pytest.raises(Exception, match="roles must alternate"):
            _ = loaded(folder, "sft", strict)[row]

    return look


def gives(row: int, mode: str = "grpo", *, mask: bool = False, **values: Any) -> Misbehaves:
    """The training row of that number (from 0) reaches the model with these values."""

    def look(folder: Path) -> None:
        found = at(folder, row, mode, mask=mask)
        assert {name: found[name] for name in values} == values

    return look


def at(folder: Path, row: int, mode: str, *, mask: bool = False) -> Row:
    """One training row in front of the model."""
    rows = load(folder, mode, mask_prompt=mask)[0]
    return batch(_Only(rows, row), mode, 1)[0]


def leaves_out(mode: str) -> Misbehaves:
    """The last of two training rows is dropped without a word."""

    def look(folder: Path) -> None:
        assert len(load(folder, mode)[0]) == 1

    return look


def pays_nothing_for(value: str) -> Misbehaves:
    """The reward for a right answer is 0 for `value`, where the second row asks for it."""

    def look(folder: Path) -> None:
        rewards: Any = import_module("mlx_lm_lora.trainer.grpo_reward_functions")
        completion = f"<answer>{value}</answer>"
        judged = [
            rewards.r1_accuracy_reward_func(["a"], [completion], [answer])
            for answer in (value, at(folder, 1, "grpo")["answer"])
        ]
        assert judged == [[2.0], [0.0]]

    return look


class _Only:
    """A dataset of one row of another."""

    def __init__(self, rows: Any, index: int) -> None:
        self._rows, self._index = rows, index

    def __len__(self) -> int:
        return 1

    def __getitem__(self, index: int) -> Any:
        return self._rows[self._index]


def both(*looks: Misbehaves) -> Misbehaves:
    """One after the other."""

    def look_at_all(folder: Path) -> None:
        for look in looks:
            look(folder)

    return look_at_all


def in_every_mode(shape: DatasetShape, look: Callable[[str], Misbehaves]) -> Misbehaves:
    """The same for every training mode that reads `shape`."""

    def look_at_all(folder: Path) -> None:
        for mode in MODES[shape]:
            look(mode)(folder)

    return look_at_all
