"""Validation of arbitrary bytes never raises, and the quick way sees what the slow one sees."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from temper.datasets.formats import DatasetShape
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import validate
from tests.examples import examples

SHAPES: st.SearchStrategy[DatasetShape] = st.sampled_from(["sft", "prompt_answer"])

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.one_of(
    texts,
    st.none(),
    st.integers(),
    st.floats(),
    st.lists(texts, max_size=2),
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={"role": st.sampled_from(["user", "assistant", "system"]), "content": texts},
        ),
        max_size=3,
    ),
)
keys = st.sampled_from(
    ["prompt", "answer", "system", "messages", "completion", "text", "type", "problem", "chosen"]
)
rows = st.dictionaries(keys, values, max_size=5)
sound = st.fixed_dictionaries({"prompt": texts, "answer": texts}, optional={"system": texts})
lines = st.one_of(
    rows.map(lambda row: json.dumps(row).encode()),
    sound.map(lambda row: json.dumps(row, ensure_ascii=False).encode()),
    st.binary(max_size=20),
    st.sampled_from(
        [b"", b" ", b"\r", b"\xef\xbb\xbf{}", b"{}{}", b'{"prompt":"a","prompt":"b","answer":"c"}']
    ),
)
files = st.one_of(
    st.binary(max_size=200),
    st.lists(lines, max_size=6).map(b"\n".join),
    st.lists(lines, max_size=6).map(lambda found: b"\r\n".join(found) + b"\n"),
)


def _folder(factory: pytest.TempPathFactory, train: bytes, valid: bytes) -> Path:
    folder = factory.mktemp("data")
    (folder / "train.jsonl").write_bytes(train)
    (folder / "valid.jsonl").write_bytes(valid)
    return folder


@given(files, files, SHAPES)
@settings(max_examples=examples(300), deadline=None)
def test_validation_of_arbitrary_bytes_never_raises(
    tmp_path_factory: pytest.TempPathFactory, train: bytes, valid: bytes, shape: DatasetShape
) -> None:
    report = validate(
        _folder(tmp_path_factory, train, valid), shape, ValidationOptions(batch_size=2)
    )
    assert report.verdict
    report.model_dump_json().encode()


@given(files, files, SHAPES)
@settings(
    max_examples=examples(200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_quick_way_reports_what_the_slow_way_reports(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    train: bytes,
    valid: bytes,
    shape: DatasetShape,
) -> None:
    folder = _folder(tmp_path_factory, train, valid)
    quick = validate(folder, shape)
    with monkeypatch.context() as slowly:
        slowly.setattr("temper.datasets.validation.batch._prove", _never)
        slow = validate(folder, shape)
    assert quick == slow


def _never(*unused: Any) -> None:
    return None
