"""What a parameter is: data that forms, validation, command lines, docs and types come from."""

from dataclasses import dataclass, field
from typing import Literal

ParameterType = Literal["integer", "number", "boolean", "string", "choice", "list", "path"]
"""`list` holds strings (reward functions) or numbers (reward weights): see `item_type`."""

Value = None | bool | int | float | str | list[str] | list[float]


@dataclass(frozen=True)
class Carrier:
    """How a value travels to the trainer: a command-line flag, or a place in its YAML file."""

    kind: Literal["flag", "yaml"]
    target: str
    """`--group-size`, or a dotted YAML path such as `lora_parameters.rank`."""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Reference:
    """A paper or page: where a claim comes from."""

    title: str
    url: str


@dataclass(frozen=True)
class Parameter:
    """One parameter of a training method, named as the trainer names it."""

    name: str
    label: str
    type: ParameterType
    default: Value
    group: str
    help: str
    carrier: Carrier
    raising: str = ""
    """What a higher value does, in one sentence; empty where there is no higher."""
    lowering: str = ""
    nullable: bool = False
    """Whether null ("not given") is a value of its own; its meaning stands in `help`."""
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: bool = False
    exclusive_maximum: bool = False
    recommended: tuple[float, float] | None = None
    """Outside of it a warning, never an error."""
    choices: tuple[Choice, ...] = ()
    item_type: Literal["string", "number"] | None = None
    unit: str = ""
    scale: Literal["linear", "log"] = "linear"
    step: float | None = None
    primary: bool = False
    """Among the few that the form shows first."""
    effect: str | None = None
    """Set where the value changes nothing, or less than its name says, in the installed trainer."""
    shown_when: dict[str, list[str | bool]] = field(default_factory=dict[str, list[str | bool]])
    """Names of other parameters and the values with which this one acts; empty: always."""
    exclusive_group: str | None = None
    """At most one boolean of the same group may be on."""
    tip: str = ""
    """One sentence for a term of the field."""
    reference: Reference | None = None
