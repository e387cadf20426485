"""Lengths, marks and cuts are those of the trainer's own classes and batches."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from temper.datasets.token_limits import ENDLESS, kept, learned
from temper.trainer.tokens import tokenizers
from temper.trainer.tokens.segments import split_text
from temper.trainer.tokens.tokenize import Refused, Tokenized, header, tokenized
from temper.trainer.tokens.views import views_of

pytestmark = pytest.mark.real_trainer

MODEL = Path(__file__).parents[3] / "test_data" / "starter-model"
SHORT, LONG = "What is 2 + 3?", "Count from one to twelve, please: " + "one two three " * 4
TALKS = [
    {
        "messages": [
            {"role": "user", "content": prompt},
            {"role": "assistant", "content": "Five. " * repeated},
        ]
    }
    for prompt in (SHORT, LONG)
    for repeated in (1, 12)
]
PAIRS = [
    {"prompt": prompt, "chosen": "Five. " * chosen, "rejected": "Six, I think." * rejected}
    for prompt in (SHORT, LONG)
    for chosen, rejected in ((1, 4), (9, 1))
]
QUESTIONS = [{"prompt": prompt, "answer": "5"} for prompt in (SHORT, LONG)]
LIMITS = [4, 13, 32, 61, 96, 2000]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return tokenizers.load(MODEL)


def trainer(name: str) -> Any:
    return import_module(f"mlx_lm_lora.trainer.{name}")


def made(rows: list[dict[str, Any]], tokenizer: Any, mode: str, *, mask: bool = False) -> list[Any]:
    """What our side makes of the rows; none is refused."""
    found = tokenized(rows, tokenizer, mode, mask)
    assert not any(isinstance(row, Refused) for row in found)
    return found


def dataset(rows: list[dict[str, Any]], tokenizer: Any, mode: str, *, mask: bool = False) -> Any:
    """The trainer's own, as its `main` loads it."""
    config = SimpleNamespace(train_mode=mode, mask_prompt=mask, max_seq_length=ENDLESS)
    return trainer("datasets").create_dataset(rows, tokenizer, config)


def numbers(array: Any) -> list[Any]:
    return array.tolist()


def test_the_tokenizer_is_the_one_that_the_trainer_loads(tokenizer: Any):
    utils: Any = import_module("mlx_lm_lora.utils")
    _, theirs, _ = utils.from_pretrained(str(MODEL))
    asked = [{"role": "user", "content": SHORT}]
    assert theirs.apply_chat_template(asked) == tokenizer.apply_chat_template(asked)
    assert theirs.eos_token_ids == tokenizer.eos_token_ids


@pytest.mark.parametrize("mask", [False, True])
@pytest.mark.parametrize("limit", LIMITS)
def test_sft_learns_what_is_marked_and_one_token_of_padding(tokenizer: Any, limit: int, mask: bool):
    sft = trainer("sft_trainer")
    theirs = sft.CacheDataset(dataset(TALKS, tokenizer, "sft", mask=mask))
    for index, row in enumerate(made(TALKS, tokenizer, "sft", mask=mask)):
        alone = [theirs[index]]
        batch, spans = next(sft.iterate_batches(alone, 1, limit))
        (tokens,), size = row.texts, batch.shape[1]
        assert numbers(batch)[0][: len(tokens)] == tokens[: kept("sft", limit)]
        (offset, length), *_ = numbers(spans)
        taken = {step for step in range(1, size) if offset <= step <= length}
        marked = set(learned("sft", limit, len(tokens), row.prompt))
        padding = {len(tokens)} if len(tokens) < limit else set[int]()
        assert taken == marked | (padding if offset <= len(tokens) else set())


@pytest.mark.parametrize("limit", LIMITS)
def test_with_a_masked_prompt_beyond_the_limit_the_loss_is_no_number(tokenizer: Any, limit: int):
    sft = trainer("sft_trainer")
    theirs = sft.CacheDataset(dataset(TALKS, tokenizer, "sft", mask=True))

    def model(inputs: Any, cache: Any) -> Any:
        return import_module("mlx.core").zeros((*inputs.shape, 300))

    for index, row in enumerate(made(TALKS, tokenizer, "sft", mask=True)):
        batch, spans = next(sft.iterate_batches([theirs[index]], 1, limit))
        loss, counted = sft.default_loss(model, batch, spans)
        lost = row.prompt >= limit
        assert (int(counted.item()) == 0) is lost
        assert (loss.item() != loss.item()) is lost
        assert (not learned("sft", limit, len(row.texts[0]), row.prompt)) is lost


@pytest.mark.parametrize("limit", LIMITS)
def test_grpo_prompts_are_cut_where_the_limit_is(tokenizer: Any, limit: int):
    theirs = dataset(QUESTIONS, tokenizer, "grpo")
    rows = made(QUESTIONS, tokenizer, "grpo")
    batches = trainer("grpo_trainer").iterate_grpo_batches(theirs, 1, limit)
    cut = {tuple(prompt) for (prompt,), *_ in batches}
    assert cut == {tuple(row.texts[0][: kept("grpo", limit)]) for row in rows}
    assert [row.answer for row in rows] == [len(theirs[index][1]) for index in range(2)]


def test_a_cut_grpo_prompt_loses_the_mark_of_the_assistant(tokenizer: Any):
    (row, _) = made(QUESTIONS, tokenizer, "grpo")
    mark = header(tokenizer)
    assert row.texts[0][-len(mark) :] == mark
    (view,) = views_of(row, tokenizer, "grpo", len(row.texts[0]) - 1)
    assert "assistant" in view["note"] and view["segments"][-1]["cut"]
    assert not any(segment["trained"] for segment in view["segments"])


ITERATORS = {
    "dpo": ("dpo_trainer", "iterate_dpo_batches"),
    "cpo": ("cpo_trainer", "iterate_cpo_batches"),
    "orpo": ("orpo_trainer", "iterate_orpo_batches"),
}


@pytest.mark.parametrize("mode", ITERATORS)
@pytest.mark.parametrize("limit", LIMITS)
def test_pairs_learn_the_responses_that_are_left(tokenizer: Any, mode: str, limit: int):
    module, name = ITERATORS[mode]
    for pair in PAIRS:
        (row,) = made([pair], tokenizer, mode)
        theirs = dataset([pair], tokenizer, mode)
        batch = next(getattr(trainer(module), name)(theirs, 1, limit))
        for tokens, array, mask in zip(row.texts, batch[:2], batch[2:4], strict=True):
            left = min(len(tokens), kept(mode, limit))
            assert numbers(array)[0][:left] == tokens[:left]
            taken = [index for index, value in enumerate(numbers(mask)[0]) if value]
            assert taken == list(learned(mode, limit, len(tokens), row.prompt))


@pytest.mark.parametrize("limit", LIMITS)
def test_dsla_refuses_pairs_of_which_nothing_is_learned(tokenizer: Any, limit: int):
    for pair in PAIRS:
        (row,) = made([pair], tokenizer, "dsla")
        theirs = dataset([pair], tokenizer, "dsla")
        batches: Iterator[Any] = trainer("dsla_trainer").iterate_dsla_batches(theirs, 1, limit)
        whole = all(learned("dsla", limit, len(tokens), row.prompt) for tokens in row.texts)
        if whole:
            next(batches)
        else:
            with pytest.raises(ValueError, match="nonempty prompt and response"):
                next(batches)


ONLINE = {"online_dpo": "online_dpo_trainer", "xpo": "xpo_trainer", "ppo": "ppo_trainer"}


@pytest.mark.parametrize("mode", ONLINE)
@pytest.mark.parametrize("limit", LIMITS)
def test_prompts_of_online_methods_are_cut_or_not(tokenizer: Any, mode: str, limit: int):
    rows = made(QUESTIONS, tokenizer, mode)
    theirs = dataset(QUESTIONS, tokenizer, mode)
    processed = [theirs.process(theirs[index]) for index in range(2)]
    batches = trainer(ONLINE[mode]).iterate_online_dpo_batches(processed, 1, limit)
    assert {tuple(prompt) for (prompt,), _ in batches} == {
        tuple(row.texts[0][: kept(mode, limit)]) for row in rows
    }


def test_ftpo_leaves_out_contexts_beyond_the_limit_and_texts_of_several_tokens(tokenizer: Any):
    row = {
        "context_with_chat_template": "<|im_start|>user\nHi",
        "rejected_decoded": "a",
        "multi_chosen_decoded": ["b"],
    }
    first, second = tokenized(
        [row, row | {"rejected_decoded": "several words"}], tokenizer, "ftpo", False
    )
    assert isinstance(first, Tokenized) and isinstance(second, Refused)
    assert "exactly one token" in second.detail
    size = len(first.texts[0])
    ftpo = trainer("datasets").FTPODataset
    assert len(ftpo([row], tokenizer, size)) == 1 and len(ftpo([row], tokenizer, size - 1)) == 0
    assert kept("ftpo", size) == size


def test_a_text_of_two_tokens_breaks_the_trainers_batches(tokenizer: Any):
    sft = trainer("sft_trainer")
    theirs = sft.CacheDataset(dataset([{"text": "a"}], tokenizer, "sft"))
    (row,) = made([{"text": "a"}], tokenizer, "sft")
    assert len(row.texts[0]) == 2
    with pytest.raises(TypeError):
        next(sft.iterate_batches(theirs, 1, 100))


def test_one_row_that_the_template_refuses_is_named_and_the_others_are_measured(tokenizer: Any):
    strict = tokenizers.load(MODEL)
    strict.chat_template = (
        "{% for m in messages %}{% if loop.first and m['role'] != 'user' %}"
        "{{ raise_exception('Roles must alternate') }}{% endif %}{{ m['content'] }}{% endfor %}"
    )
    bad = {"messages": [{"role": "assistant", "content": "Five."}]}
    fine, refused = tokenized([TALKS[0], bad], strict, "sft", False)
    assert isinstance(fine, Tokenized)
    assert isinstance(refused, Refused) and "Roles must alternate" in refused.detail


@pytest.mark.parametrize("limit", [3, 20, 2000])
def test_segments_together_are_the_decoded_text(tokenizer: Any, limit: int):
    row = {"messages": [{"role": "user", "content": "Größe? 🙂 日本 é"}, TALKS[0]["messages"][1]]}
    (found,) = made([row], tokenizer, "sft", mask=True)
    (view,) = views_of(found, tokenizer, "sft", limit)
    whole = tokenizer.decode(found.texts[0])
    assert "".join(segment["text"] for segment in view["segments"]) == whole
    assert "\ufffd" not in json.dumps([segment["text"] for segment in view["segments"]])
    special = [segment["text"] for segment in view["segments"] if segment["special"]]
    assert special.count("<|im_start|>") == 2 and special.count("<|im_end|>") == 2


def test_a_cut_within_a_character_gives_it_to_one_side_whole():
    parts = "a🙂b".encode()

    def decode(tokens: Any) -> str:
        return bytes(cast("list[int]", list(tokens))).decode("utf-8", "replace")

    for end in range(1, len(parts)):
        texts = split_text(list(parts), [end, len(parts)], decode)
        assert "".join(texts) == "a🙂b" and "\ufffd" not in "".join(texts)


def test_of_a_long_row_the_beginning_is_shown_and_the_note_says_so(tokenizer: Any):
    (row,) = made([{"text": "word " * 9000}], tokenizer, "sft")
    (view,) = views_of(row, tokenizer, "sft", 100)
    assert view["tokens"] == len(row.texts[0]) > 9000
    assert f"The first 4,000 of {view['tokens']:,} tokens are shown." in view["note"]
    assert "".join(segment["text"] for segment in view["segments"]) == tokenizer.decode(
        row.texts[0][:4000]
    )
