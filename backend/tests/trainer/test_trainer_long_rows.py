"""Rows that the trainer would cut are counted and said."""

from types import SimpleNamespace
from typing import Any

from temper.trainer import long_rows
from temper.trainer.records import Records
from tests.trainer.wrapped import Recorded


def warnings(mode: str, rows: list[Any]) -> list[str]:
    sink = Recorded()
    args = SimpleNamespace(train_mode=mode, max_seq_length=10)
    long_rows.warn(args, rows, Records(sink))
    return [record["message"] for record in sink.records]


def test_a_prompt_that_loses_its_end_is_told_with_what_is_lost():
    rows: list[Any] = [([0] * 4, [], "", ""), ([0] * 12, [], "", "")]
    (message,) = warnings("grpo", rows)
    assert message.startswith("1 of 2 training rows are longer than 10 tokens, the longest 12.")
    assert "the mark after which the answer begins" in message


def test_rows_that_just_fit_are_no_news():
    assert warnings("grpo", [([0] * 10, [], "", "")]) == []
    assert warnings("sft", [[0] * 10]) == []


def test_sft_rows_count_with_and_without_prompt_masking():
    assert "1 of 1 training rows" in warnings("sft", [[0] * 11])[0]
    assert "1 of 1 training rows" in warnings("sft", [([0] * 11, 5)])[0]


def test_of_a_large_sft_dataset_the_beginning_is_looked_at():
    rows = [[0] * 11] * (long_rows.LOOKED_AT + 1)
    assert "1000 of the first 1000 training rows" in warnings("sft", rows)[0]
