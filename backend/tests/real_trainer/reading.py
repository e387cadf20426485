"""What the trainer itself makes of a folder of rows: its own datasets, its own batches."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from temper.datasets.formats import DatasetShape

STARTER_MODEL = Path(__file__).parents[3] / "test_data" / "starter-model"

MODES: dict[DatasetShape, tuple[str, ...]] = {
    "sft": ("sft",),
    "prompt_answer": ("grpo", "klpo"),
    "preference": ("dpo", "cpo", "dsla", "orpo"),
    "token_preference": ("ftpo",),
    "prompts": ("online_dpo", "xpo", "ppo", "rlhf_reinforce"),
}
"""The training modes that read rows of each shape."""

Row = dict[str, Any]
"""One row as the model is given it, each sequence of tokens as text again."""


@cache
def tokenizer() -> Any:
    """The starter model's own; each text that it makes tokens of comes back as it was."""
    utils: Any = import_module("mlx_lm.utils")
    return utils.load_tokenizer(STARTER_MODEL)


def load(folder: Path, mode: str, *, mask_prompt: bool = False, limit: int = 2048) -> list[Any]:
    """Train, valid and test, as the trainer's `run()` hands them to the training loop."""
    datasets: Any = import_module("mlx_lm_lora.trainer.datasets")
    config = SimpleNamespace(train_mode=mode, mask_prompt=mask_prompt, max_seq_length=limit)
    loaded = datasets.load_local_dataset(folder, tokenizer(), config)
    return [datasets.CacheDataset(rows) for rows in loaded]


def drawn(rows: Any, mode: str, size: int, limit: int = 1_000_000) -> Any:
    """The first batch that the training loop of that mode would draw, in tokens."""
    module, iterate, _ = _BATCHES[mode]
    trainer: Any = import_module(f"mlx_lm_lora.trainer.{module}")
    return next(getattr(trainer, iterate)(rows, size, limit, train=True))


def batch(rows: Any, mode: str, size: int, limit: int = 1_000_000) -> list[Row]:
    """The same, in words."""
    return _BATCHES[mode][2](drawn(rows, mode, size, limit))


def read(folder: Path, mode: str, *, mask_prompt: bool = False) -> list[Row]:
    """Every training row of a folder, in one batch."""
    rows = load(folder, mode, mask_prompt=mask_prompt)[0]
    return batch(rows, mode, len(rows))


def _text(tokens: Any) -> str:
    return tokenizer().decode([int(token) for token in tokens])


def _learned(tokens: Any, mask: Any) -> str:
    return _text(token for token, kept in zip(tokens.tolist(), mask.tolist(), strict=True) if kept)


def _sft(drawn: Any) -> list[Row]:
    tokens, spans = drawn
    return [
        {"text": _text(row[:end]), "learned": _text(row[start:end])}
        for row, (start, end) in zip(tokens.tolist(), spans.tolist(), strict=True)
    ]


def _grpo(drawn: Any) -> list[Row]:
    prompts, _, questions, answers, types = drawn
    types = types or [None] * len(prompts)
    return [
        {"prompt": _text(prompt), "question": question, "answer": answer, "type": kind}
        for prompt, question, answer, kind in zip(prompts, questions, answers, types, strict=True)
    ]


def _pairs(drawn: Any) -> list[Row]:
    chosen, rejected, of_chosen, of_rejected = drawn[:4]
    return [
        {
            "chosen": _text(token for token in chosen[n].tolist() if token),
            "rejected": _text(token for token in rejected[n].tolist() if token),
            "chosen_learned": _learned(chosen[n], of_chosen[n]),
            "rejected_learned": _learned(rejected[n], of_rejected[n]),
        }
        for n in range(len(chosen))
    ]


def _token_pairs(drawn: Any) -> list[Row]:
    prompts, lengths, chosen, mask, rejected = drawn
    return [
        {
            "context": _text(prompts[n].tolist()[: int(lengths[n])]),
            "chosen": [
                _text([t])
                for t, kept in zip(chosen[n].tolist(), mask[n].tolist(), strict=True)
                if kept
            ],
            "rejected": _text([rejected[n]]),
        }
        for n in range(len(prompts))
    ]


def _prompts(drawn: Any) -> list[Row]:
    return [{"prompt": _text(tokens), "same": text} for tokens, text in zip(*drawn, strict=True)]


_BATCHES: dict[str, tuple[str, str, Callable[[Any], list[Row]]]] = {
    "sft": ("sft_trainer", "iterate_batches", _sft),
    "grpo": ("grpo_trainer", "iterate_grpo_batches", _grpo),
    "klpo": ("klpo_trainer", "iterate_grpo_batches", _grpo),
    "dpo": ("dpo_trainer", "iterate_dpo_batches", _pairs),
    "cpo": ("cpo_trainer", "iterate_cpo_batches", _pairs),
    "dsla": ("dsla_trainer", "iterate_dsla_batches", _pairs),
    "orpo": ("orpo_trainer", "iterate_orpo_batches", _pairs),
    "ftpo": ("ftpo_trainer", "iterate_ftpo_batches", _token_pairs),
    "online_dpo": ("online_dpo_trainer", "iterate_online_dpo_batches", _prompts),
    "xpo": ("xpo_trainer", "iterate_online_dpo_batches", _prompts),
    "ppo": ("ppo_trainer", "iterate_online_dpo_batches", _prompts),
    "rlhf_reinforce": ("rlhf_reinforce_trainer", "iterate_online_dpo_batches", _prompts),
}
