"""Lengths measured in the background by a real child with the starter model's tokenizer."""

import asyncio
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from temper import demo
from temper.datasets.jobs import Jobs
from temper.datasets.source import SourceError, find_source
from temper.datasets.token_lengths import Lengths
from temper.datasets.token_service import Ask, Measuring, TokenService
from temper.datasets.token_words import statement
from temper.kit.child import Children, TaskFailed
from tests.datasets.conftest import WriteRows

pytestmark = pytest.mark.real_trainer

MODEL = demo.data_folder() / "starter-model"
PATIENCE = 240.0


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def tokens(tmp_path: Path, jobs: Jobs) -> Iterator[TokenService]:
    service = TokenService(tmp_path / "cache", jobs)
    yield service
    service.close()


def question(number: int, **more: str) -> dict[str, str]:
    return {"prompt": f"What is {number} + 3?", "answer": str(number + 3)} | more


def ask(path: Path, *, mask: bool = False, method: str = "sft", model: Path = MODEL) -> Ask:
    shape = "sft" if method == "sft" else "prompt_answer"
    return Ask(find_source(path), shape, method, model, mask)


def ended(tokens: TokenService, wanted: Ask) -> Lengths | Measuring:
    """The lengths once they are there, or what became of measuring them."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = tokens.get(wanted)
        if isinstance(found, Lengths) or found.state != "running":
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.02)


def measured(tokens: TokenService, wanted: Ask) -> Lengths:
    found = ended(tokens, wanted)
    assert isinstance(found, Lengths), found
    return found


def test_every_row_of_a_small_dataset_is_measured(tokens: TokenService, write_rows: WriteRows):
    folder = write_rows(
        train=[question(1), question(23, system="Be brief."), question(456)], valid=[question(7)]
    )
    found = measured(tokens, ask(folder))
    assert found.exact and found.rows == found.total == 4
    assert [(file.split, file.measured) for file in found.files] == [("train", 3), ("valid", 1)]
    assert list(found.line_numbers()) == [1, 2, 3, 1]
    lines = (folder / "train.jsonl").read_bytes()
    assert lines[found.line_offsets()[1] :].startswith(b'{"prompt": "What is 23')
    assert statement(found) == "All 4 rows."


def test_a_grpo_row_without_system_has_the_trainers_own(
    tokens: TokenService, write_rows: WriteRows
):
    folder = write_rows(train=[question(1), question(1, system="Be brief.")])
    without, brief = measured(tokens, ask(folder, method="grpo")).tokens.numbers()
    assert without > brief + 20


def test_what_was_measured_is_kept_and_needs_no_child(
    tokens: TokenService, tmp_path: Path, write_rows: WriteRows
):
    wanted = ask(write_rows(train=[question(1)]))
    assert tokens.cached(wanted) is None
    first = measured(tokens, wanted)
    nobody = TokenService(tmp_path / "cache", children=Children("no.such.module"))
    assert nobody.cached(wanted) == first == nobody.get(wanted)
    nobody.close()


def test_other_files_another_method_or_mask_and_another_tokenizer_are_measured_anew(
    tokens: TokenService, tmp_path: Path, write_rows: WriteRows
):
    folder = write_rows(train=[question(1)])
    copy = tmp_path / "model"
    shutil.copytree(MODEL, copy)
    asks = [
        ask(folder),
        ask(folder, mask=True),
        ask(folder, method="grpo"),
        ask(folder, model=copy),
    ]
    before = [wanted.key() for wanted in asks]
    assert len(set(before)) == len(asks)
    assert ask(folder, method="grpo", mask=True).key() == before[2]
    (copy / "chat_template.jinja").write_text("{{ messages[0]['content'] }}")
    assert asks[3].key() != before[3]
    (folder / "train.jsonl").write_text(json.dumps(question(22)) + "\n")
    assert asks[0].key() != before[0]


def test_a_changed_template_is_loaded_anew(
    tokens: TokenService, tmp_path: Path, write_rows: WriteRows
):
    folder, copy = write_rows(train=[question(1)]), tmp_path / "model"
    shutil.copytree(MODEL, copy)
    (before,) = measured(tokens, ask(folder, model=copy)).tokens.numbers()
    (copy / "chat_template.jinja").write_text("{{ messages[0]['content'] }}")
    (after,) = measured(tokens, ask(folder, model=copy)).tokens.numbers()
    assert after < before


def test_rows_of_another_format_say_what_the_method_reads(
    tokens: TokenService, write_rows: WriteRows
):
    found = ended(tokens, ask(write_rows(train=[{"text": "Hello."}]), method="grpo"))
    assert isinstance(found, Measuring) and found.state == "failed"
    assert "The rows are text; this method reads prompt/answer/system" in str(found.error)


def test_a_tokenizer_that_cannot_be_loaded_says_why(
    tokens: TokenService, tmp_path: Path, write_rows: WriteRows
):
    broken = tmp_path / "model"
    shutil.copytree(MODEL, broken)
    (broken / "tokenizer.json").write_text("{")
    wanted = ask(write_rows(train=[question(1)]), model=broken)
    found = ended(tokens, wanted)
    assert isinstance(found, Measuring) and found.state == "failed"
    assert f"The tokenizer in {broken} cannot be loaded" in str(found.error)
    shutil.copy(MODEL / "tokenizer.json", broken)
    assert measured(tokens, wanted).rows == 1


def test_a_failure_is_said_once_and_who_asks_then_begins_anew(
    tokens: TokenService, jobs: Jobs, write_rows: WriteRows
):
    wanted = ask(write_rows(train=[{"text": "Hello."}]), method="grpo")
    for _ in range(2):
        found = ended(tokens, wanted)
        assert isinstance(found, Measuring) and found.state == "failed"
    assert [job.state for job in jobs.items()] == ["failed", "failed"]


def test_files_that_are_gone_are_no_crash(tokens: TokenService, write_rows: WriteRows):
    folder = write_rows(train=[question(1)])
    wanted = ask(folder)
    shutil.rmtree(folder)
    with pytest.raises(SourceError):
        tokens.get(wanted)


def many(write_rows: WriteRows, rows: int) -> Path:
    return write_rows(
        "many", train=b"".join(json.dumps(question(n)).encode() + b"\n" for n in range(rows))
    )


def test_measuring_can_be_called_off_and_begun_anew(
    tokens: TokenService, jobs: Jobs, write_rows: WriteRows
):
    wanted = ask(many(write_rows, 100_000))
    found = tokens.get(wanted)
    deadline = time.monotonic() + PATIENCE
    while not isinstance(found, Lengths) and not found.progress:
        assert time.monotonic() < deadline
        time.sleep(0.01)
        found = tokens.get(wanted)
    began = time.monotonic()
    tokens.cancel(wanted)
    found = tokens.get(wanted)
    assert time.monotonic() - began < 5
    assert isinstance(found, Measuring) and found.state == "cancelled"
    assert tokens.cached(wanted) is None
    anew = tokens.get(wanted)
    assert isinstance(anew, Measuring) and anew.state == "running"
    (job, _) = jobs.items()
    assert job.kind == "tokens"
    jobs.cancel(job.id)
    found = tokens.get(wanted)
    assert isinstance(found, Measuring) and found.state == "cancelled"


def test_the_server_answers_while_many_rows_are_measured(
    tokens: TokenService, write_rows: WriteRows
):
    """What a server does: asks in threads, while its event loop goes on."""
    wanted = ask(many(write_rows, 30_000))
    late: list[float] = []

    async def beat() -> None:
        while True:
            due = time.monotonic() + 0.005
            await asyncio.sleep(0.005)
            late.append(time.monotonic() - due)

    async def serve() -> Lengths:
        beating = asyncio.create_task(beat())
        found: Any = None
        shares: list[float] = []
        while not isinstance(found, Lengths):
            found = await asyncio.to_thread(tokens.get, wanted)
            if isinstance(found, Measuring):
                assert found.state == "running", found.error
                shares.append(found.progress)
            await asyncio.sleep(0.02)
        beating.cancel()
        assert shares == sorted(shares) and len(set(shares)) > 5
        return found

    found = asyncio.run(serve())
    assert found.rows == 30_000 and found.exact
    # A machine that is busy with others now and then holds back any process.
    assert sorted(late)[int(len(late) * 0.99)] < 0.05


def test_of_large_files_a_uniform_sample_of_all_lines_is_measured(
    tmp_path: Path, write_rows: WriteRows
):
    from temper.trainer.tokens.lengths import lengths
    from temper.trainer.tokens.rows import choose, read_lines

    rows = 40_000
    folder = write_rows(
        train=[question(n, system="s" * (600 if n % 2 else 550)) for n in range(rows)],
        valid=[question(n) for n in range(1000)],
    )
    source = find_source(folder)
    choice = choose(source.files, 4000)
    assert choice.chosen is not None and choice.rows == 4000
    assert choice == choose(source.files, 4000)
    quarter = [
        sum(n <= rows / 4 for n in choice.chosen["train"]) / 4000,
        len(choice.chosen["valid"]),
    ]
    assert 0.21 < quarter[0] < 0.28 and 50 < quarter[1] < 160
    seen = list(read_lines(source.files["train"], choice.chosen["train"]))
    assert [line.number for line in seen] == choice.chosen["train"]
    assert all(
        json.loads(line.data or b"")["prompt"].startswith(f"What is {line.number - 1} ")
        for line in seen
    )

    request = ask(folder).request() | {"sample": 4000, "to": str(tmp_path / "found")}
    assert lengths(request, lambda _: None) == {"rows": 4000}


def test_lines_that_are_no_rows_are_left_to_validation(tokens: TokenService, write_rows: WriteRows):
    rows = json.dumps(question(1)).encode()
    folder = write_rows(train=b"\xef\xbb\xbf" + rows + b"\n\n{broken\n" + rows + b"\r\n" + rows)
    found = measured(tokens, ask(folder))
    assert list(found.line_numbers()) == [1, 4, 5] and found.total == 5
    assert statement(found).startswith("3 of 5 lines")


def test_views_of_lines_say_why_there_is_none(tokens: TokenService, write_rows: WriteRows):
    line = json.dumps(question(1))
    folder = write_rows(train=line.encode() + b"\n{broken")
    good, broken = tokens.views(ask(folder, mask=True), 2048, [line, "{broken"])
    (view,) = good["views"]
    trained = "".join(part["text"] for part in view["segments"] if part["trained"])
    assert trained == "<|im_start|>assistant\n4<|im_end|>\n"
    assert broken["views"] == [] and "no such row" in broken["problem"]
    with pytest.raises(TaskFailed, match="this method reads"):
        tokens.views(ask(write_rows("other", train=[{"text": "a"}]), method="grpo"), 10, [line])
