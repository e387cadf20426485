"""From lengths and a limit to bars, advice, cut rows and problems."""

import random
from array import array

import pytest

from temper.datasets.imports.manifest import RowOrigin
from temper.datasets.terms import Split
from temper.datasets.token_lengths import Column, FailedRow, FileRows, Lengths
from temper.datasets.token_problems import token_problems, tokens_advice
from temper.datasets.token_words import margin, percent, statement
from temper.datasets.tokens import advice, histogram, quantiles, tokens_report
from temper.datasets.validation.kinds import KINDS


def lengths(
    mode: str,
    tokens: list[int],
    *,
    prompts: list[int] | None = None,
    answers: list[int] | None = None,
    masked: bool = False,
    total: int | None = None,
    valid: int = 0,
) -> Lengths:
    """Lengths of rows in order, the last `valid` of them of valid.jsonl."""
    rows, train = len(tokens), len(tokens) - valid
    return Lengths(
        mode=mode,
        masked=masked,
        exact=total is None,
        header=3,
        header_text="<|im_start|>assistant\n",
        files=[
            FileRows("train", "train.jsonl", "/nowhere/train.jsonl", total or train, train),
            FileRows("valid", "valid.jsonl", "/nowhere/valid.jsonl", valid, valid),
        ],
        lines=array("I", [*range(1, train + 1), *range(1, valid + 1)]).tobytes(),
        offsets=array("Q", range(rows)).tobytes(),
        tokens=Column.of(array("I", tokens)),
        prompts=Column.of(array("I", prompts or [0] * rows)),
        answers=Column.of(array("I", answers or [0] * rows)),
        failed=[],
        failed_count=0,
    )


def kinds(found: Lengths, limit: int, max_completion_length: int | None = None) -> dict[str, int]:
    problems = token_problems(found, limit, max_completion_length=max_completion_length)
    return {problem.kind: problem.count for problem in problems}


@pytest.mark.parametrize("longest", [1, 7, 39, 40, 41, 512, 9_999, 131_072])
def test_bars_are_round_at_most_forty_and_hold_every_row(longest: int):
    drawn = random.Random(longest)
    counts = {drawn.randint(1, longest): drawn.randint(1, 9) for _ in range(200)} | {longest: 1}
    bars = histogram(counts)
    assert 1 <= len(bars) <= 40
    assert sum(bar.rows for bar in bars) == sum(counts.values())
    assert [bar.start for bar in bars[1:]] == [bar.end for bar in bars[:-1]]
    assert bars[0].start == 0 and bars[-1].end > longest
    assert len({bar.end - bar.start for bar in bars[:-1]}) <= 1
    for bar in bars:
        assert bar.rows == sum(rows for size, rows in counts.items() if bar.start <= size < bar.end)


def test_one_very_long_row_does_not_press_the_others_into_one_bar():
    bars = histogram({100 + size: 10 for size in range(100)} | {100_000: 1})
    assert sum(bar.rows > 0 for bar in bars) > 10
    assert bars[-1].end == 100_001


def test_quantiles_are_lengths_of_rows():
    assert quantiles(dict.fromkeys(range(1, 101), 1)) == {
        "p50": 50,
        "p90": 90,
        "p95": 95,
        "p99": 99,
        "max": 100,
    }
    assert quantiles({}) == {}


def test_advice_names_the_smallest_usual_limit_for_95_99_and_100_percent():
    found = advice(lengths("sft", [100] * 96 + [200] * 3 + [1000]), 2048)
    assert [(a.sentence, a.parameters["max_seq_length"]) for a in found] == [
        ("96% of the rows fit in 128 tokens.", 128),
        ("99.0% of the rows fit in 256 tokens.", 256),
        ("100% of the rows fit in 1,024 tokens.", 1024),
    ]


def test_advice_does_not_go_beyond_what_the_model_was_made_for():
    found = advice(lengths("sft", [100] * 99 + [5000]), 2048, most=1024)
    assert found[-1].parameters == {"max_seq_length": 1024}
    assert "99.0% of the rows fit in 1,024 tokens, the most" in found[-1].sentence


def test_a_share_is_never_rounded_up():
    assert percent(999_999, 1_000_000) == "99.9%"
    assert percent(1, 1000) == "0%"
    assert percent(3, 3) == "100%"


def test_another_limit_is_another_report_of_the_same_lengths():
    found = lengths("sft", [10, 20, 30, 40], valid=1)
    for limit, cut in ((40, 0), (39, 1), (10, 3), (9, 4)):
        report = tokens_report(found, limit, dataset="d", method="sft", model="m")
        assert report.over_limit == len(report.cut) == cut
    report = tokens_report(found, 25, dataset="d", method="sft", model="m")
    assert [(c.split, c.line, c.tokens, c.loses) for c in report.cut] == [
        ("train", 3, 30, "The last 5 of 30 tokens."),
        ("valid", 1, 40, "The last 15 of 40 tokens."),
    ]
    assert report.statement == "All 4 rows."


def test_places_are_those_of_the_file_that_a_person_has():
    def origin(split: Split, line: int) -> RowOrigin:
        return RowOrigin("rows.csv", line + 1, line)

    found = lengths("sft", [10, 20])
    report = tokens_report(found, 15, dataset="d", method="sft", model="m", origin=origin)
    assert [(c.file, c.line) for c in report.cut] == [("rows.csv", 3)]
    (problem,) = token_problems(found, 15, origin=origin)
    assert [(p.file, p.line, p.row) for p in problem.places] == [("rows.csv", 3, 2)]


def test_only_the_first_hundred_cut_rows_are_listed():
    report = tokens_report(lengths("sft", [9] * 300), 5, dataset="d", method="sft", model="m")
    assert len(report.cut) == 100 and report.over_limit == 300


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (49, "The last 1 token of the prompt: part of the mark after which the model answers"),
        (47, "The last 3 tokens of the prompt: the mark after which the model answers"),
        (40, "and 7 tokens before it."),
    ],
)
def test_a_cut_prompt_loses_the_mark_of_the_assistant_first(limit: int, words: str):
    report = tokens_report(lengths("grpo", [50]), limit, dataset="d", method="grpo", model="m")
    assert words in report.cut[0].loses
    assert "(`<|im_start|>assistant⏎`)" in report.cut[0].loses


def test_where_nothing_is_learned_or_the_prompt_loses_its_end_it_is_an_error():
    assert kinds(lengths("grpo", [50, 20]), 40) == {"prompt_cut": 1}
    masked = lengths("sft", [50, 60, 20], prompts=[10, 40, 5], masked=True)
    assert kinds(masked, 40) == {"nothing_learned": 1, "rows_cut": 1}
    assert kinds(lengths("dpo", [50, 60], prompts=[39, 40]), 40) == {
        "nothing_learned": 1,
        "rows_cut": 1,
    }
    assert KINDS["prompt_cut"].severity == KINDS["nothing_learned"].severity == "error"
    assert KINDS["rows_cut"].severity == "warning"


def test_where_only_the_end_is_lost_it_is_a_warning():
    assert kinds(lengths("sft", [50, 60, 20], prompts=[0, 0, 0]), 40) == {"rows_cut": 2}


def test_rows_that_just_fit_are_no_news():
    for mode in ("sft", "grpo", "dpo", "ftpo"):
        assert kinds(lengths(mode, [40]), 40) == {}
    assert kinds(lengths("orpo", [40]), 33) == {}
    assert kinds(lengths("xpo", [4000]), 40) == {}


def test_contexts_beyond_the_limit_are_left_out_and_all_of_them_is_an_error():
    assert kinds(lengths("ftpo", [50, 20]), 40) == {"rows_left_out": 1}
    assert kinds(lengths("ftpo", [50, 60]), 40) == {"all_left_out": 2}


def test_answers_that_no_completion_has_room_for_are_a_warning():
    found = lengths("grpo", [20, 20], answers=[8, 30])
    assert kinds(found, 40, max_completion_length=16) == {"answer_too_long": 1}
    assert kinds(found, 40, max_completion_length=30) == {}
    (problem,) = token_problems(found, 40, max_completion_length=16)
    assert problem.action is not None
    assert problem.action.parameters == {"max_completion_length": 32}


def test_a_problem_names_lines_what_is_lost_and_the_limit_that_helps():
    (problem,) = token_problems(lengths("grpo", [20, 50]), 40)
    assert problem.places[0].line == 2
    assert problem.places[0].detail.startswith("50 tokens where 40 are kept. Lost: the last 10")
    assert problem.action is not None and problem.action.parameters == {"max_seq_length": 64}


def test_rows_that_the_template_refuses_are_an_error_with_its_words():
    found = lengths("sft", [20])
    found.failed = [FailedRow("train", 7, 0, "Roles must alternate")]
    found.failed_count = 1
    (problem,) = token_problems(found, 40)
    assert (problem.kind, problem.severity) == ("refused_by_template", "error")
    assert (problem.places[0].line, problem.places[0].detail) == (7, "Roles must alternate")


def test_texts_of_two_tokens_are_an_error_but_only_unmasked():
    assert kinds(lengths("sft", [2, 9]), 40) == {"two_tokens": 1}
    assert kinds(lengths("sft", [2], masked=True), 40) == {}
    assert kinds(lengths("grpo", [2]), 40) == {}


def test_a_plan_hears_of_cut_rows_in_a_sentence_and_of_nothing_else():
    assert tokens_advice(lengths("sft", [10]), 40) == []
    (said,) = tokens_advice(lengths("grpo", [10, 50]), 40)
    assert "Prompts that lose their end (1 of 2 rows; train.jsonl, line 2:" in said.text
    assert said.parameter == "max_seq_length"


def test_the_statement_of_a_sample_says_how_far_it_can_be_off():
    found = lengths("sft", [10] * 10_000, total=400_000)
    assert statement(found).startswith(
        "A sample of 10,000 of 400,000 rows; shares are right within ±1.0% (95%)"
    )


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5])
def test_the_margin_holds_nineteen_times_of_twenty(share: float):
    total, sample, tries = 4_000, 400, 400
    rows = [index < share * total for index in range(total)]
    drawn = random.Random(1)
    within = sum(
        abs(sum(drawn.sample(rows, sample)) / sample - share) * 100 <= margin(sample, total)
        for _ in range(tries)
    )
    assert within >= 0.93 * tries


def test_all_rows_leave_no_margin():
    assert margin(100, 100) == 0.0
