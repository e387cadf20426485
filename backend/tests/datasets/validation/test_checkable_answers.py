"""Answers that the default rewards can or cannot match, held against the trainer's own functions."""

from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.texts import is_blank, unmatchable
from temper.datasets.validation.validate import validate
from tests.datasets.validation.dataset_files import found, jsonl, kinds, write

SYSTEM = {"system": "Think in <think> </think>, then answer in <answer> </answer>."}
WORKED = "2 + 3 = 5\n#### 5"


def report_on(factory: pytest.TempPathFactory, *answers: str, rewards: Any = None) -> Any:
    rows = [{"prompt": f"{n}?", "answer": answer} | SYSTEM for n, answer in enumerate(answers)]
    folder = write(
        factory, train=jsonl(*rows), valid=jsonl({"prompt": "?", "answer": "1"} | SYSTEM)
    )
    return validate(folder, "prompt_answer", ValidationOptions(reward_functions=rewards))


@pytest.mark.real_trainer
@given(st.text(max_size=20) | st.sampled_from(["5", " 5", "5\n", "<answer>5</answer>", "\u00a05"]))
def test_the_trainer_pays_for_an_answer_exactly_where_nothing_is_said(answer: str) -> None:
    functions: Any = import_module("mlx_lm_lora.trainer.grpo_reward_functions")
    completions = [answer, f"<answer>{answer}</answer>", f"<answer> {answer} </answer>"]
    paid = functions.r1_accuracy_reward_func(["?"] * 3, completions, [answer] * 3)
    if is_blank(answer):
        return
    assert any(paid) is (unmatchable(answer) is None)


@pytest.mark.parametrize("answer", [" 5", "5\n", "\u20035", "<answer>5</answer>", "5</answer>"])
def test_answers_that_nothing_matches(
    tmp_path_factory: pytest.TempPathFactory, answer: str
) -> None:
    report = report_on(tmp_path_factory, "5", answer, "7")
    problem = found(report, "unmatchable_answer")
    assert (problem.count, problem.places[0].line, problem.severity) == (1, 2, "warning")
    assert problem.action is not None
    assert problem.action.label == "Trim the texts of 1 row"
    assert report.ready


def test_answers_as_gsm8k_has_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    problem = found(report_on(tmp_path_factory, WORKED, "5", WORKED), "worked_answer")
    assert [place.line for place in problem.places] == [1, 3]
    assert problem.action is not None
    assert problem.action.convert is not None
    assert problem.action.convert.fixes == ["extract_final_answer"]
    assert problem.action.label == "Keep only the final answers of 2 rows"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("5", None),
        ("x = 5.", "sentence_answer"),
        ("Vienna", None),
        ("The United States of America", None),
        ("The answer is 5.", "sentence_answer"),
        ("word " * 13 + "end", "sentence_answer"),
        ("-1,000.5", None),
        ("#### Title\nand text", None),
    ],
)
def test_sentences_where_the_bare_value_is_wanted(
    tmp_path_factory: pytest.TempPathFactory, answer: str, kind: str | None
) -> None:
    assert list(kinds(report_on(tmp_path_factory, answer))) == ([kind] if kind else [])


def test_nothing_is_said_where_answers_are_not_compared(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    answers = [" 5", WORKED, "The answer is 5."]
    assert kinds(report_on(tmp_path_factory, *answers, rewards=("r1_count_xml",))) == {}
    rewards = ("mine", "r1_accuracy_reward_func")
    assert len(kinds(report_on(tmp_path_factory, *answers, rewards=rewards))) == 3
