"""What has been made of a trainer's settings so far."""

from dataclasses import dataclass
from typing import Any

from temper.configurations.report import Given, Report
from temper.configurations.schemas import ReadConfiguration
from temper.configurations.trainer_word import TrainerWord
from temper.methods.method import Method


@dataclass
class Settings:
    """The settings that count, the trainer's word on them, and the request that they come to."""

    word: TrainerWord
    given: dict[str, Given]
    """By the trainer's name; what an argument says wins over the file, as in the trainer."""
    report: Report
    method: Method
    request: ReadConfiguration
    has_config: bool
    """Whether the file that a command names is among what was read."""

    @property
    def parameters(self) -> dict[str, Any]:
        return self.request.parameters

    def value(self, name: str, otherwise: object = None) -> Any:
        """What is given under the trainer's name."""
        return self.given[name].value if name in self.given else otherwise
