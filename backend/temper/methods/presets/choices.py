"""Values that are chosen one after the other, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from temper.methods.method import Method
from temper.methods.parameter import Value
from temper.methods.presets.facts import PresetFacts
from temper.methods.steps import iterations, updates

Level = Literal["quick", "balanced", "thorough"]


@dataclass(frozen=True)
class Preset:
    """Values for a method that go together, and why each was chosen."""

    id: str
    title: str
    summary: str
    parameters: dict[str, Value]
    """Those that differ from the method's defaults."""
    reasons: dict[str, str]
    """A sentence for each of the parameters."""


@dataclass(frozen=True)
class Choices:
    """A preset in the making: later choices build on earlier ones, and on what the request asks for."""

    level: Level
    method: Method
    facts: PresetFacts
    asked: Mapping[str, Value]
    """Values that the request gives itself; they win over what is chosen here."""
    chosen: dict[str, Value] = field(default_factory=dict[str, Value])
    reasons: dict[str, str] = field(default_factory=dict[str, str])

    def choose(self, name: str, value: Value, reason: str) -> None:
        """Take a value; what the method lacks, or has by default, is no choice."""
        parameter = self.method.parameter(name)
        if parameter is not None and value != parameter.default:
            self.chosen[name] = value
            self.reasons[name] = reason

    def has(self, name: str) -> bool:
        return self.method.parameter(name) is not None

    def whole(self, name: str) -> int:
        """The whole number that is in force so far."""
        return cast("int", self._values()[name])

    @property
    def trains_everything(self) -> bool:
        """Whether no adapter is trained, as the request wants it."""
        return self._values()["train_type"] == "full"

    @property
    def iterations(self) -> int:
        """How many there are, once they are chosen."""
        return iterations(self._values(), self.facts.rows) or 1

    @property
    def updates(self) -> int:
        """How often the weights change, once iterations and accumulation are chosen."""
        return updates(self.method, self._values(), self.facts.rows) or 1

    def _values(self) -> dict[str, Value]:
        values = self.method.defaults() | self.chosen | dict(self.asked)
        if self.asked.get("epochs") is not None and "iters" not in self.asked:
            values["iters"] = None
        return values
