"""Rows that are there more than once, exactly or but for space and case, in one file or in two."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from temper.datasets.validation import numbers, twins
from temper.datasets.validation.texts import normal
from temper.datasets.validation.validate import validate
from tests.datasets.validation.dataset_files import found, jsonl, kinds, write
from tests.examples import examples

pieces = st.sampled_from(
    ["a", "A", "b", " ", "  ", "\n", "\t", "\u00a0", "\u2003", "\x0b", "\x1c", '"', "\\", "\\n", "É", "é",
     "Σ", "σ", "ς", "İ", "ß", "K", "\u212a", "{", ":", ",", "'", "\x7f", "\x00", "漢"]
)  # fmt: skip
texts = st.lists(pieces, max_size=4).map("".join).filter(lambda text: bool(text.strip()))


def row(prompt: str, answer: str, system: str | None) -> dict[str, str]:
    """A row, with `system` where there is one."""
    return {"prompt": prompt, "answer": answer} | ({} if system is None else {"system": system})


rows = st.lists(st.builds(row, texts, texts, st.none() | texts), max_size=12)


def exact(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)


def normalised(row: Mapping[str, Any]) -> str:
    return json.dumps({key: normal(value) for key, value in row.items()}, sort_keys=True)


def expected(train: list[Any], valid: list[Any], test: list[Any]) -> dict[str, int]:
    """The same by plain sets."""
    counts = dict.fromkeys(
        ("duplicate", "duplicate_normalised", "overlap", "overlap_normalised", "overlap_held_out"),
        0,
    )
    for split in (train, valid, test):
        seen: set[str] = set()
        plain: set[str] = set()
        for row in split:
            if exact(row) in seen:
                counts["duplicate"] += 1
            elif normalised(row) in plain:
                counts["duplicate_normalised"] += 1
            seen.add(exact(row))
            plain.add(normalised(row))
    held = [*valid, *test]
    for row in train:
        if exact(row) in map(exact, held):
            counts["overlap"] += 1
        elif normalised(row) in map(normalised, held):
            counts["overlap_normalised"] += 1
    counts["overlap_held_out"] = sum(exact(row) in map(exact, test) for row in valid)
    return {kind: count for kind, count in counts.items() if count}


@given(rows, rows, rows)
@settings(
    max_examples=examples(300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_twin_is_found_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, train: list[Any], valid: list[Any], test: list[Any]
) -> None:
    folder = write(tmp_path_factory, train=jsonl(*train), valid=jsonl(*valid), test=jsonl(*test))
    counts = kinds(validate(folder, "sft"))
    twins = {kind: count for kind, count in counts.items() if kind.startswith(("dupl", "over"))}
    assert twins == expected(train, valid, test)


def test_a_twin_says_where_the_other_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    one, two, three = ({"text": text} for text in ("One.", "two", "three"))
    folder = write(
        tmp_path_factory,
        train=jsonl(one, two, {"text": " one. "}, two, three),
        valid=jsonl({"text": "zero"}, three),
    )
    report = validate(folder, "sft")
    said = {p.kind: (p.places[0].line, p.places[0].detail, p.count) for p in report.problems}
    assert said == {
        "duplicate": (4, "The same row is train.jsonl, line 2.", 1),
        "duplicate_normalised": (
            3,
            "The same row but for space and case is train.jsonl, line 1.",
            1,
        ),
        "overlap": (5, "The same row is valid.jsonl, line 2.", 1),
    }
    place = found(report, "duplicate").places[0]
    assert (place.offset, place.excerpt) == (
        len(jsonl(one, two, {"text": " one. "})),
        '{"text": "two"}',
    )


def test_what_nothing_reads_makes_no_difference(tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [{"prompt": "a", "answer": "b", "id": n, "source": {"page": n}} for n in range(5)]
    folder = write(tmp_path_factory, train=jsonl(*rows))
    assert kinds(validate(folder, "sft"))["duplicate"] == 4


def test_tokens_that_differ_in_space_are_not_the_same(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    row = {
        "context_with_chat_template": "a",
        "rejected_decoded": "x",
        "multi_chosen_decoded": ["y"],
    }
    folder = write(tmp_path_factory, train=jsonl(row, row | {"rejected_decoded": " X"}, row))
    assert kinds(validate(folder, "token_preference")) == {"duplicate": 1, "no_valid": 1}


def test_in_slices_and_on_disk_the_same_is_found(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"text": f"Row  {n % 701}" if n % 2 else f"row {n % 901}"} for n in range(5000)]
    folder = write(tmp_path_factory, train=jsonl(*rows), valid=jsonl(*rows[4000:4100]))
    whole = validate(folder, "sft")
    monkeypatch.setattr(numbers, "_IN_MEMORY", 1000)
    monkeypatch.setattr(numbers, "_AT_A_TIME", 4096)
    monkeypatch.setattr(twins, "_SLICE", 100)
    assert validate(folder, "sft") == whole
    assert {"duplicate", "duplicate_normalised", "overlap"} <= set(kinds(whole))
