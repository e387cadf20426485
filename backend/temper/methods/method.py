"""What a training method is."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from pydantic import ConfigDict

from temper.datasets.formats import DatasetShape
from temper.methods.parameter import AS_ANSWERED, Parameter, Reference, Value


@dataclass(frozen=True)
class Group:
    """A named part of a method's form."""

    __pydantic_config__: ClassVar[ConfigDict] = AS_ANSWERED

    id: str
    title: str
    help: str = ""


Family = Literal["answers", "rewards", "preferences", "judge"]
"""What a method learns from: answers to imitate, reward functions, pairs, or a judge model."""


@dataclass(frozen=True)
class Method:
    """One entry of the catalogue."""

    __pydantic_config__: ClassVar[ConfigDict] = AS_ANSWERED

    id: str
    title: str
    family: Family
    summary: str
    """One line for the method's card."""
    description: str
    """A true paragraph: what it does, what it needs, when to choose it."""
    train_mode: str
    """The trainer's own `--train-mode`."""
    dataset_shape: DatasetShape
    relative_cost: str
    """Against SFT, in words: `3 to 5 times SFT or more`."""
    paper: Reference
    groups: tuple[Group, ...]
    parameters: tuple[Parameter, ...]
    drops_leftover_gradients: bool = False
    """Whether gradients of an unfinished accumulation are lost at the end, instead of applied."""
    completions_per_prompt: int | None = None
    """Completions sampled for each prompt where no group size says how many; null: none, or so many."""
    unavailable: str | None = None
    """Set where the installed trainer does not have this mode: why, and what to do."""
    identity: dict[str, str] = field(default_factory=dict[str, str])
    """Parameters whose default makes it this method: another value makes it another one."""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None."""
        return next((p for p in self.parameters if p.name == name), None)

    def defaults(self) -> dict[str, Value]:
        """Every parameter's default, by name, in catalogue order."""
        return {p.name: p.default for p in self.parameters}
