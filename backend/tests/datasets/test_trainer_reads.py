"""The trainer's own datasets and batches: they read what validation passes, whatever bytes it was."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from temper.datasets.formats import DatasetShape
from temper.datasets.prepare import prepare
from temper.datasets.source import find_source
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import validate
from tests.datasets.test_validate_any_bytes import files
from tests.examples import examples
from tests.real_trainer.defects import loaded
from tests.real_trainer.expected import expected
from tests.real_trainer.reading import MODES, batch, load, read, tokenizer

pytestmark = pytest.mark.real_trainer

TEST_DATA = Path(__file__).parents[3] / "test_data"
BROKEN = TEST_DATA / "broken"

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
TURNS = ("user", "assistant")
talks = st.lists(texts, min_size=2, max_size=4).map(
    lambda found: [{"role": TURNS[n % 2], "content": text} for n, text in enumerate(found)]
)
numbers = st.one_of(st.none(), st.integers(), st.floats(), texts)
more = {"system": texts, "type": texts, "other": numbers, "preference_score": numbers}
ROWS: tuple[dict[str, st.SearchStrategy[Any]], ...] = (
    {"prompt": texts, "answer": texts},
    {"prompt": texts, "completion": texts},
    {"messages": talks},
    {"text": texts},
    {"prompt": texts, "chosen": texts, "rejected": texts},
    {"prompt": talks | texts},
    {
        "context_with_chat_template": texts,
        "rejected_decoded": texts,
        "multi_chosen_decoded": st.lists(texts, max_size=3),
    },
)
nearly_ready = st.one_of(
    *(st.lists(st.fixed_dictionaries(row, optional=more), min_size=1, max_size=4) for row in ROWS)
).map(lambda rows: b"\n".join(json.dumps(row).encode() for row in rows))


@pytest.mark.parametrize("shape", ["sft", "prompt_answer", "prompts"])
@pytest.mark.parametrize("name", ["arithmetic", "sample"])
def test_built_in_data_loads_after_preparation(
    tmp_path: Path, name: str, shape: DatasetShape
) -> None:
    prepared = prepare(find_source(TEST_DATA / name), shape, tmp_path / "out")
    for mode in MODES[shape]:
        train, valid, test = load(prepared.folder, mode)
        counts = {"train": len(train), "valid": len(valid), "test": len(test)}
        assert counts == {"test": 0} | prepared.rows
        assert batch(train, mode, 4)


@given(st.one_of(nearly_ready, files), st.booleans())
@settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize("shape", MODES)
def test_what_validation_passes_the_trainer_reads_to_the_last_text(
    tmp_path_factory: pytest.TempPathFactory, shape: DatasetShape, train: bytes, mask: bool
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "train.jsonl").write_bytes(train)
    report = validate(folder, shape, ValidationOptions(mask_prompt=mask))
    event(f"ready: {report.ready}, {report.format}")
    if not report.ready:
        return
    prepared = prepare(find_source(folder), shape, folder / "out")
    rows = [json.loads(line) for line in train.removesuffix(b"\n").split(b"\n")]
    for mode in MODES[shape]:
        if shape == "token_preference":
            # How many are left depends on the tokenizer.
            assert len(load(prepared.folder, mode)[0]) <= len(rows)
        elif report.format == "text" and any(len(tokenizer().encode(r["text"])) < 2 for r in rows):
            # A problem that is found with the tokenizer: the batch would fail.
            assert len(load(prepared.folder, mode)[0]) == len(rows)
        else:
            found = read(prepared.folder, mode, mask_prompt=mask)
            assert in_order(found) == in_order(
                [expected(row, str(report.format), shape, mask=mask) for row in rows]
            )


def in_order(rows: list[dict[str, Any]]) -> list[str]:
    """Rows to compare; the tokenizer writes each character in its composed form."""
    written = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    return sorted(unicodedata.normalize("NFC", text) for text in written)


CLAIMS = re.findall(r"^\| `(\S+)` \| .+? \| (.+) \|$", (BROKEN / "README.md").read_text(), re.M)


@pytest.mark.parametrize(("name", "claim"), CLAIMS)
def test_the_broken_files_do_to_the_trainer_what_their_list_says(
    tmp_path: Path, name: str, claim: str
) -> None:
    mode = "sft" if name.startswith("messages") else "grpo"
    folder = BROKEN / name
    if not folder.is_dir():
        (folder := tmp_path / "data").mkdir()
        (folder / "train.jsonl").write_bytes((BROKEN / name).read_bytes())
    if failure := re.match(r"`(\w+): (.+?)…?`|the same `(\w+)`()", claim):
        error, text = failure[1] or failure[3], failure[2] or ""
        with pytest.raises(Exception, match=re.escape(text).replace("…", ".*") or ".") as raised:
            draw(folder, mode)
        assert raised.type.__name__ == error
    else:
        assert claim.startswith("trains")
        draw(folder, mode)
        if becomes := re.search(r"becomes (?:the text )?`(.+?)`", claim):
            assert loaded(folder, mode)[1][3] == becomes[1]


def draw(folder: Path, mode: str) -> None:
    """What training does first: every file loaded, a batch of two of each that it uses."""
    for rows in (loaded(folder, mode), load(folder, mode)[1]):
        if len(rows):
            batch(rows, mode, 2)


def test_every_broken_file_is_in_the_list() -> None:
    here = {path.name for path in BROKEN.iterdir() if path.suffix != ".md"}
    assert {name.rstrip("/") for name, _ in CLAIMS} == here
