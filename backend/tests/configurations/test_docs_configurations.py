"""The examples of docs/configurations.md are read as the page says."""

import re
from typing import get_args

from temper.configurations.read import read_configuration
from temper.configurations.schemas import Verdict
from temper.configurations.trainer_word import TrainerParser
from tests.configurations.asking import line_of, nobody, read, trainer
from tests.serving import BACKEND

__all__ = ["trainer"]

PAGE = (BACKEND.parent / "docs/configurations.md").read_text()


def example(opening: str) -> str:
    (text,) = re.findall(rf"^```{opening}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return text


def test_temper_s_own_file() -> None:
    reading = read_configuration(example("yaml"), nobody)
    assert reading.kind == "temper-yaml"
    assert {line.verdict for line in reading.lines} == {"taken", "not_needed"}
    assert (reading.request.preset, reading.request.name) == ("balanced", "sums, first try")
    assert reading.request.parameters == {"iters": 40, "group_size": 8, "learning_rate": 1e-5}


def test_the_command_line(trainer: TrainerParser) -> None:
    reading = read(trainer, example("sh"))
    assert (reading.kind, reading.request.method) == ("command", "gspo")
    assert line_of(reading, "--batch-size").verdict == "wrong"
    assert "invalid int value: 'two'" in line_of(reading, "--batch-size").message
    others = [line for line in reading.lines if "--batch-size" not in line.text]
    assert {line.verdict for line in others} == {"taken", "not_needed"}


def test_the_trainer_s_yaml(trainer: TrainerParser) -> None:
    reading = read(trainer, example("yaml trainer"))
    assert reading.request.parameters["batch_size"] == 4
    assert "the trainer would use" in line_of(reading, "group_size").message.lower()
    assert "default 4. Taken as group_size 8." in line_of(reading, "group_size").message
    assert line_of(reading, "batch-size").verdict == "changed"
    assert line_of(reading, "alpha").verdict == "ignored"
    assert "alpha ÷ rank" in line_of(reading, "alpha").message


def test_every_verdict_is_explained() -> None:
    assert re.findall(r"^\| (\w+) \| [a-zT]", PAGE, re.MULTILINE)[1:] == list(get_args(Verdict))
