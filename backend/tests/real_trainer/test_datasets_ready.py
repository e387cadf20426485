"""What validation passes, the real trainer reads: every text, in its role, nothing in its place."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from temper.datasets.formats import DatasetShape
from temper.datasets.prepare import prepare
from temper.datasets.source import find_source
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import validate
from tests.real_trainer.expected import expected
from tests.real_trainer.reading import MODES, read

pytestmark = pytest.mark.real_trainer

letters = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"])
texts = st.text(letters, min_size=1, max_size=12).filter(
    # The tokenizer itself writes each character in its composed form.
    lambda text: not text.isspace() and unicodedata.is_normalized("NFC", text)
)
bytes_ = st.sampled_from("abcdefghij")
other = {"other": st.one_of(st.none(), st.integers(), texts, st.lists(texts, max_size=2))}


def talk(turns: list[str], system: str | None) -> list[dict[str, str]]:
    roles = ("user", "assistant")
    says = [{"role": roles[n % 2], "content": text} for n, text in enumerate(turns)]
    return says if system is None else [{"role": "system", "content": system}, *says]


conversations = st.builds(
    talk,
    st.integers(1, 2).flatmap(lambda n: st.lists(texts, min_size=2 * n, max_size=2 * n)),
    st.none() | texts,
)
SOUND: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "prompt_answer": st.fixed_dictionaries(
        {"prompt": texts, "answer": texts},
        optional={"system": texts, "type": st.one_of(texts, st.integers(0, 9)), **other},
    ),
    "messages": st.fixed_dictionaries({"messages": conversations}, optional=other),
    "prompt_completion": st.fixed_dictionaries(
        {"prompt": texts, "completion": texts}, optional=other
    ),
    "text": st.fixed_dictionaries({"text": st.builds("{} {}".format, texts, texts)}),
    "preference": st.fixed_dictionaries(
        {"prompt": texts, "chosen": texts, "rejected": texts}, optional={"system": texts, **other}
    ).filter(lambda row: row["chosen"] != row["rejected"]),
    "token_preference": st.lists(bytes_, min_size=2, max_size=4, unique=True).flatmap(
        lambda tokens: st.fixed_dictionaries(
            {
                "context_with_chat_template": texts,
                "rejected_decoded": st.just(tokens[0]),
                "multi_chosen_decoded": st.just(tokens[1:]),
            }
        )
    ),
    "prompts_only": st.fixed_dictionaries({"prompt": texts}),
}
READ: list[tuple[DatasetShape, str]] = [
    ("sft", "prompt_answer"),
    ("sft", "messages"),
    ("sft", "prompt_completion"),
    ("sft", "text"),
    ("prompt_answer", "prompt_answer"),
    ("preference", "preference"),
    ("token_preference", "token_preference"),
    ("prompts", "prompts_only"),
    ("prompts", "prompt_answer"),
    ("prompts", "prompt_completion"),
    ("prompts", "preference"),
]
SILENT = {"default_system", "system_ignored"}
"""Warnings without which nothing may be put in or left out."""


def written(folder: Path, rows: list[dict[str, Any]]) -> Path:
    (folder / "train.jsonl").write_bytes(b"".join(json.dumps(r).encode() + b"\n" for r in rows))
    return folder


def in_order(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@given(st.data())
@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize(("shape", "row_format"), READ)
def test_sound_rows_are_ready_and_the_trainer_has_all_of_them(
    tmp_path_factory: pytest.TempPathFactory,
    shape: DatasetShape,
    row_format: str,
    data: st.DataObject,
) -> None:
    rows = data.draw(st.lists(SOUND[row_format], min_size=1, max_size=4))
    mode = data.draw(st.sampled_from(MODES[shape]))
    mask = row_format != "text" and data.draw(st.booleans())
    folder = written(tmp_path_factory.mktemp("data"), rows)
    report = validate(folder, shape, ValidationOptions(mask_prompt=mask))
    assert report.ready, report.verdict
    prepared = prepare(find_source(folder), shape, folder / "out")
    assert in_order(read(prepared.folder, mode, mask_prompt=mask)) == in_order(
        [expected(row, row_format, shape, mask=mask) for row in rows]
    )
    warned = {problem.kind for problem in report.problems}
    if shape == "prompt_answer" and any("system" not in row for row in rows):
        assert "default_system" in warned
