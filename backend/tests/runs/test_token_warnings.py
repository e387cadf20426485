"""A plan speaks of tokens from what was measured before, and never waits."""

from array import array
from pathlib import Path

from temper.datasets.source import Source, find_source
from temper.datasets.token_lengths import Column, FileRows, Lengths, encode_lengths
from temper.datasets.token_service import Ask, TokenService
from temper.kit.child import Children
from temper.methods.registry import get_method
from temper.models.resolve import ResolvedModel
from temper.models.schemas import ModelOut
from temper.runs.schemas import PlanWarning
from temper.runs.token_warnings import token_warnings
from temper.settings import Settings

GRPO = get_method("grpo")


def model(folder: Path | str) -> ResolvedModel:
    out = ModelOut(id="m", name="m", path=str(folder), kind="model", source="path", ready=True)
    return ResolvedModel(str(folder), out)


def of_plan(
    tmp_path: Path, source: Source, location: Path | str, **values: int
) -> tuple[PlanWarning, ...]:
    """The warnings of a service that could not measure anything itself."""
    nobody = TokenService(tmp_path / "cache", children=Children("no.such.module"))
    return token_warnings(nobody, source, GRPO, model(location), values)


def written(tmp_path: Path) -> Source:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"prompt": "a", "answer": "b"}\n')
    (tmp_path / "cache" / "tokens").mkdir(parents=True)
    return find_source(rows)


def measured(tmp_path: Path, source: Source, folder: Path) -> None:
    """Lengths in the cache: one prompt of 50 tokens, with an answer of 20."""
    key = Ask(source, "prompt_answer", "grpo", folder).key()
    lengths = Lengths(
        mode="grpo",
        masked=False,
        exact=True,
        header=3,
        header_text="<|im_start|>assistant\n",
        files=[FileRows("train", "rows.jsonl", str(source.path), 1, 1)],
        lines=array("I", [1]).tobytes(),
        offsets=array("Q", [0]).tobytes(),
        tokens=Column.of(array("I", [50])),
        prompts=Column.of(array("I", [50])),
        answers=Column.of(array("I", [20])),
        failed=[],
        failed_count=0,
    )
    (tmp_path / "cache" / "tokens" / key).write_bytes(encode_lengths(lengths))


def test_what_was_not_measured_is_no_warning_and_nothing_is_started(tmp_path: Path):
    assert of_plan(tmp_path, written(tmp_path), tmp_path, max_seq_length=10) == ()


def test_known_lengths_warn_at_the_parameter_that_helps(tmp_path: Path):
    source = written(tmp_path)
    folder = Settings(home=tmp_path / "model").home
    folder.mkdir()
    measured(tmp_path, source, folder)
    cut, answers = of_plan(tmp_path, source, folder, max_seq_length=40, max_completion_length=10)
    assert cut.pointer == "/parameters/max_seq_length"
    assert cut.message.startswith("Prompts that lose their end (1 of 1 rows; rows.jsonl, line 1:")
    assert answers.pointer == "/parameters/max_completion_length"
    assert of_plan(tmp_path, source, folder, max_seq_length=50, max_completion_length=20) == ()


def test_a_model_that_is_not_here_yet_has_no_tokenizer_to_speak_of(tmp_path: Path):
    assert of_plan(tmp_path, written(tmp_path), "somebody/model", max_seq_length=10) == ()
