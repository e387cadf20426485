"""The installed trainer's own parser, in its child, for all tests of a file."""

from collections.abc import Iterator, Sequence

import pytest

from temper.configurations.read import read_configuration
from temper.configurations.schemas import Reading, ReadLine
from temper.configurations.trainer_word import TrainerParser, TrainerWord


@pytest.fixture(scope="module")
def trainer() -> Iterator[TrainerParser]:
    parser = TrainerParser()
    yield parser
    parser.close()


def nobody(arguments: Sequence[str], config: str | None) -> TrainerWord:
    """For what needs no trainer."""
    raise AssertionError(f"the trainer was asked for {arguments} and {config}")


def line_of(reading: Reading, text: str) -> ReadLine:
    """The only line whose text holds this."""
    (line,) = [line for line in reading.lines if text in line.text]
    return line


def read(trainer: TrainerParser, text: str, config: str | None = None) -> Reading:
    return read_configuration(text, trainer.ask, config=config)
