"""What the bare trainer does with rows beyond `max_seq_length`, which the page says of them."""

import math
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from temper.datasets.formats import DatasetShape
from temper.datasets.source import find_source
from temper.datasets.token_lengths import read_lengths
from temper.datasets.token_limits import ENDLESS, MODES, kept, learned, unit
from temper.datasets.token_problems import token_problems
from temper.datasets.token_service import Ask
from temper.trainer.tokens.lengths import lengths as measure
from tests.real_trainer.defects import STRICT, lines, loaded, refused_by_strict_templates
from tests.real_trainer.expected import HEADER
from tests.real_trainer.reading import MODES as MODES_OF
from tests.real_trainer.reading import STARTER_MODEL, batch, drawn, load, tokenizer
from tests.real_trainer.small_rows import PAIR, TOKENS

pytestmark = pytest.mark.real_trainer

BY_TOKENS = {
    "all_left_out",
    "answer_too_long",
    "nothing_learned",
    "prompt_cut",
    "refused_by_template",
    "rows_cut",
    "rows_left_out",
    "two_tokens",
}
"""Kinds of problems that are found with the model's own tokenizer; each is shown below."""
LONG = "one two three four five six seven"
ROWS: dict[str, dict[str, Any]] = {
    "row": {"prompt": LONG, "completion": LONG},
    "prompt": {"prompt": LONG, "answer": "b", "system": "s"},
    "pair": PAIR | {"prompt": "a", "chosen": LONG},
    "context": TOKENS | {"context_with_chat_template": "a b c"},
}


def laid(folder: Path, *rows: dict[str, Any]) -> Path:
    (folder / "train.jsonl").write_bytes(lines(*rows))
    return folder


def named(
    folder: Path, mode: str, limit: int = 2048, *, model: Path = STARTER_MODEL, **asked: Any
) -> set[str]:
    """The kinds of problems that the lengths of the rows are."""
    shape: DatasetShape = next(shape for shape, modes in MODES_OF.items() if mode in modes)
    mask: bool = asked.pop("mask_prompt", False)
    source = find_source(folder)
    request = Ask(source, shape, mode, model, mask).request() | {"to": str(folder / "lengths")}
    measure(request, lambda _: None)
    measured = read_lengths(folder / "lengths")
    assert measured is not None
    kinds = {problem.kind for problem in token_problems(measured, limit, **asked)}
    assert kinds <= BY_TOKENS
    return kinds


def widest(mode: str, found: Any) -> int:
    """The tokens of the longest text in a batch."""
    if unit(mode) == "prompt":
        return max(len(tokens) for tokens in found[0])
    if unit(mode) == "row":
        return max(end for _, end in found[1].tolist())
    if unit(mode) == "context":
        return max(found[1].tolist())
    return int((found[0] != 0).sum(axis=1).max())


@pytest.mark.parametrize("mode", MODES)
def test_a_batch_keeps_as_many_tokens_as_the_page_says(tmp_path: Path, mode: str) -> None:
    rows = loaded(laid(tmp_path, ROWS[unit(mode)]), mode)
    whole = widest(mode, drawn(rows, mode, 1))
    for limit in (whole + 1, whole, *([] if unit(mode) == "context" else [whole - 3])):
        if mode == "dsla" and limit < whole - 20:
            continue
        assert widest(mode, drawn(rows, mode, 1, limit)) == min(whole, kept(mode, limit))
    assert kept(mode, whole - 3) in (whole - 3, -(-(whole - 3) // 8) * 8, ENDLESS)


@pytest.mark.parametrize("mode", ["dpo", "cpo", "dsla", "orpo"])
def test_the_loss_is_taken_where_the_page_marks_it(tmp_path: Path, mode: str) -> None:
    rows = loaded(laid(tmp_path, ROWS["pair"]), mode)
    tokens, prompt = len(rows[0]["chosen"]), rows[0]["chosen_prompt_length"]
    for limit in (tokens, tokens - 9):
        mask = drawn(rows, mode, 1, limit)[2][0].tolist()
        assert [n for n, kept_ in enumerate(mask) if kept_] == list(
            learned(mode, limit, tokens, prompt)
        )


@pytest.mark.parametrize("mode", ["grpo", "klpo", "online_dpo", "ppo", "rlhf_reinforce"])
def test_a_long_prompt_loses_the_mark_after_which_the_answer_begins(
    tmp_path: Path, mode: str
) -> None:
    rows = load(laid(tmp_path, ROWS["prompt"]), mode)[0]
    assert batch(rows, mode, 1)[0]["prompt"].endswith(LONG + "<|im_end|>\n" + HEADER)
    assert not batch(rows, mode, 1, 20)[0]["prompt"].endswith(HEADER)
    assert named(tmp_path, mode, 20) == {"prompt_cut"}
    assert named(tmp_path, mode) == set()


def test_a_prompt_that_fills_the_limit_makes_the_masked_loss_no_number(tmp_path: Path) -> None:
    rows = loaded(laid(tmp_path, ROWS["row"]), "sft", mask_prompt=True)
    sft: Any = import_module("mlx_lm_lora.trainer.sft_trainer")
    utils: Any = import_module("mlx_lm.utils")
    model = utils.load_model(STARTER_MODEL)[0]
    loss = [
        sft.default_loss(model, *drawn(rows, "sft", 1, limit))[0].item()
        for limit in (rows[0][1], len(rows[0][0]))
    ]
    assert math.isnan(loss[0]) and math.isfinite(loss[1])
    assert not learned("sft", rows[0][1], len(rows[0][0]), rows[0][1])
    assert named(tmp_path, "sft", rows[0][1], mask_prompt=True) == {"nothing_learned"}
    assert named(tmp_path, "sft", len(rows[0][0]), mask_prompt=True) == set()
    assert named(tmp_path, "sft", rows[0][1]) == {"rows_cut"}


@pytest.mark.parametrize("mode", ["dpo", "cpo", "orpo"])
def test_a_pair_whose_prompt_fills_the_limit_teaches_nothing(tmp_path: Path, mode: str) -> None:
    rows = loaded(laid(tmp_path, PAIR | {"prompt": LONG}), mode)
    assert drawn(rows, mode, 1, 8)[2].sum().item() == 0
    assert named(tmp_path, mode, 8) == {"nothing_learned"}


def test_dsla_stops_where_a_prompt_fills_the_limit(tmp_path: Path) -> None:
    rows = loaded(laid(tmp_path, PAIR | {"prompt": LONG}), "dsla")
    with pytest.raises(ValueError, match="prompt"):
        drawn(rows, "dsla", 1, 8)
    assert named(tmp_path, "dsla", 8) == {"nothing_learned"}


def test_ftpo_leaves_long_contexts_and_longer_tokens_out_without_a_word(tmp_path: Path) -> None:
    long = TOKENS | {"context_with_chat_template": LONG}
    several = TOKENS | {"rejected_decoded": LONG}
    folder = laid(tmp_path, TOKENS, long, several)
    assert len(load(folder, "ftpo")[0]) == 2
    assert len(load(folder, "ftpo", limit=3)[0]) == 1
    assert named(folder, "ftpo", 3) == {"rows_left_out"}
    assert named(laid(tmp_path, long), "ftpo", 3) == {"all_left_out"}
    with pytest.raises(ValueError, match="Training set not found or empty"):
        loaded(folder, "ftpo", max_seq_length=3)


def test_masking_leaves_the_header_of_the_answer_to_be_learned(tmp_path: Path) -> None:
    rows = load(laid(tmp_path, ROWS["row"]), "sft", mask_prompt=True)[0]
    assert batch(rows, "sft", 1)[0]["learned"].startswith(HEADER + LONG)


def test_a_text_of_one_token_is_taken_for_a_masked_row(tmp_path: Path) -> None:
    folder = laid(tmp_path, {"text": "a"})
    assert len(tokenizer().encode("a")) == 1
    with pytest.raises(TypeError, match="object of type 'int' has no len"):
        batch(load(folder, "sft")[0], "sft", 1)
    assert named(folder, "sft") == {"two_tokens"}


def test_a_template_may_refuse_what_another_takes(tmp_path: Path) -> None:
    says = [{"role": role, "content": "a b"} for role in ("user", "user", "assistant")]
    folder = laid(tmp_path, {"messages": says})
    model = tmp_path / "model"
    shutil.copytree(STARTER_MODEL, model)
    (model / "chat_template.jinja").write_text(STRICT)
    refused_by_strict_templates(0)(folder)
    assert named(folder, "sft", model=model) == {"refused_by_template"}
    assert named(folder, "sft") == set()


def test_no_completion_reaches_an_answer_that_is_longer(tmp_path: Path) -> None:
    folder = laid(tmp_path, ROWS["prompt"] | {"answer": LONG})
    assert len(load(folder, "grpo")[0][0][1]) > 8
    assert named(folder, "grpo", max_completion_length=8) == {"answer_too_long"}
    assert named(folder, "grpo", max_completion_length=64) == set()
