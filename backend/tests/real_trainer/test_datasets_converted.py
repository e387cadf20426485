"""What was converted or imported, the real trainer reads: every text of the original, in its role."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from temper.datasets.derived.derive import convert_files
from temper.datasets.formats import DatasetShape
from temper.datasets.imports.cache import ImportCache
from temper.datasets.prepare import prepare
from temper.datasets.requests import ConvertRequest
from temper.datasets.source import find_source
from temper.datasets.terms import OutputFormat
from tests.real_trainer.expected import Row, expected
from tests.real_trainer.reading import MODES, read
from tests.real_trainer.test_datasets_ready import SOUND, in_order, talk, texts, written

pytestmark = pytest.mark.real_trainer

quick = settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
exchanges = st.builds(talk, st.lists(texts, min_size=2, max_size=2), st.none() | texts)


def _as_sharegpt(turns: list[Row]) -> Row:
    names = {"user": "human", "assistant": "gpt", "system": "system"}
    return {"conversations": [{"from": names[t["role"]], "value": t["content"]} for t in turns]}


def _pair_of(turns: list[Row], rejected: str) -> Row:
    return {"chosen": turns, "rejected": [*turns[:-1], turns[-1] | {"content": rejected}]}


def _exchange(turns: list[Row], answer: str = "answer") -> Row:
    system = {"system": turns[0]["content"]} if turns[0]["role"] == "system" else {}
    return {"prompt": turns[-2]["content"], answer: turns[-1]["content"]} | system


ORIGINALS: dict[str, tuple[st.SearchStrategy[Row], Callable[[Row], list[Row]]]] = {
    "alpaca": (
        st.fixed_dictionaries(
            {"instruction": texts, "input": st.just("") | texts, "output": texts}
        ),
        lambda row: talk(
            [row["instruction"] + (f"\n\n{row['input']}" if row["input"] else ""), row["output"]],
            None,
        ),
    ),
    "sharegpt": (
        exchanges.map(_as_sharegpt),
        lambda row: [
            {
                "role": {"human": "user", "gpt": "assistant"}.get(turn["from"], "system"),
                "content": turn["value"],
            }
            for turn in row["conversations"]
        ],
    ),
    "question_answer": (
        st.fixed_dictionaries({"question": texts, "answer": texts}),
        lambda row: talk([row["question"], row["answer"]], None),
    ),
    "messages": (exchanges.map(lambda turns: {"messages": turns}), lambda row: row["messages"]),
    "prompt_completion": (
        SOUND["prompt_completion"],
        lambda row: talk([row["prompt"], row["completion"]], None),
    ),
    "prompt_answer": (
        SOUND["prompt_answer"],
        lambda row: talk([row["prompt"], row["answer"]], row.get("system")),
    ),
    "preference": (
        SOUND["preference"],
        lambda row: talk([row["prompt"], row["chosen"]], row.get("system")),
    ),
    "preference_messages": (st.builds(_pair_of, exchanges, texts), lambda row: row["chosen"]),
}
"""Rows of each format, and the conversation that each row is."""

TARGETS: tuple[tuple[OutputFormat, DatasetShape], ...] = (
    ("prompt_answer", "prompt_answer"),
    ("prompt_answer", "sft"),
    ("messages", "sft"),
    ("prompts_only", "prompts"),
)


def _converted_row(turns: list[Row], target: OutputFormat) -> Row:
    if target == "messages":
        return {"messages": turns}
    return _exchange(turns)


@given(st.data())
@quick
@pytest.mark.parametrize("original", ORIGINALS)
@pytest.mark.parametrize(("target", "shape"), TARGETS)
def test_every_text_of_a_converted_row_reaches_the_model_in_its_role(
    tmp_path_factory: pytest.TempPathFactory,
    original: str,
    target: OutputFormat,
    shape: DatasetShape,
    data: st.DataObject,
) -> None:
    strategy, conversation = ORIGINALS[original]
    rows = data.draw(st.lists(strategy, min_size=1, max_size=3))
    if target == "prompts_only" and any(conversation(row)[0]["role"] == "system" for row in rows):
        return
    folder = written(tmp_path_factory.mktemp("data"), rows)
    (made := folder / "made").mkdir()
    convert_files(find_source(folder), ConvertRequest(format=target), made)
    prepared = prepare(find_source(made), shape, folder / "out")
    found = read(prepared.folder, data.draw(st.sampled_from(MODES[shape])))
    wanted = [_converted_row(conversation(row), target) for row in rows]
    kept = [row.get("type") for row in rows] if original == "prompt_answer" else []
    if target == "prompt_answer" and kept:
        wanted = [
            row | ({} if kind is None else {"type": kind})
            for row, kind in zip(wanted, kept, strict=True)
        ]
    assert in_order(found) == in_order([expected(row, target, shape) for row in wanted])


@given(st.lists(st.builds(_pair_of, exchanges, texts), min_size=1, max_size=3), st.data())
@quick
def test_pairs_of_conversations_become_pairs_with_every_text(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], data: st.DataObject
) -> None:
    rows = [row for row in rows if row["chosen"] != row["rejected"]]
    if not rows:
        return
    folder = written(tmp_path_factory.mktemp("data"), rows)
    (made := folder / "made").mkdir()
    convert_files(find_source(folder), ConvertRequest(format="preference"), made)
    prepared = prepare(find_source(made), "preference", folder / "out")
    found = read(prepared.folder, data.draw(st.sampled_from(MODES["preference"])))
    wanted = [
        _exchange(row["chosen"], "chosen") | {"rejected": row["rejected"][-1]["content"]}
        for row in rows
    ]
    assert in_order(found) == in_order(
        [expected(row, "preference", "preference") for row in wanted]
    )


def _csv(rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ["prompt", "answer"])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _parquet(rows: list[Row]) -> bytes:
    out = io.BytesIO()
    arrow, parquet = (import_module(name) for name in ("pyarrow", "pyarrow.parquet"))
    parquet.write_table(arrow.Table.from_pylist(rows), out)
    return out.getvalue()


CONTAINERS: dict[str, Callable[[list[Row]], bytes]] = {
    "json": lambda rows: json.dumps(rows).encode(),
    "csv": _csv,
    "parquet": _parquet,
    "jsonl.gz": lambda rows: gzip.compress(b"".join(json.dumps(r).encode() + b"\n" for r in rows)),
    "csv.zst": lambda rows: import_module("pyarrow").compress(_csv(rows), "zstd", asbytes=True),
}


@given(st.lists(st.fixed_dictionaries({"prompt": texts, "answer": texts}), min_size=1, max_size=3))
@quick
@pytest.mark.parametrize("container", CONTAINERS)
def test_every_text_of_an_imported_row_reaches_the_model(
    tmp_path_factory: pytest.TempPathFactory, container: str, rows: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / f"train.{container}").write_bytes(CONTAINERS[container](rows))
    source = ImportCache(folder / "cache").lines(find_source(folder))
    prepared = prepare(source, "sft", folder / "out")
    assert in_order(read(prepared.folder, "sft")) == in_order(
        [expected(row, "prompt_answer", "sft") for row in rows]
    )
