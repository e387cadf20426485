"""What rules look at, and what they find."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from temper.errors import FieldError
from temper.kit.pointer import escaped
from temper.methods.method import Method
from temper.methods.parameter import Parameter, Value


@dataclass(frozen=True)
class ParameterWarning:
    """Something that will run, and perhaps not as a person expects."""

    pointer: str
    message: str


@dataclass(frozen=True)
class Draft:
    """Values that each pass by themselves; `given` names those that came with the request."""

    method: Method
    values: Mapping[str, Value]
    given: frozenset[str]
    train_rows: int | None

    def parameter(self, name: str) -> Parameter:
        """A parameter that is known to be there."""
        return cast("Parameter", self.method.parameter(name))

    def asked(self, name: str) -> bool:
        """Whether the request itself sets this to something other than its default."""
        return name in self.given and self.values[name] != self.parameter(name).default


Problem = FieldError | ParameterWarning


@dataclass(frozen=True)
class Rule:
    """Looked at only where every parameter in `needs` is there and passed by itself."""

    needs: tuple[str, ...]
    find: Callable[[Draft], Iterator[Problem]]


def pointer(name: str) -> str:
    """The JSON pointer of a parameter in the request."""
    return f"/parameters/{escaped(name)}"
