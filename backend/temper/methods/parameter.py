"""What a parameter is: data that forms, validation, command lines, docs and types come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict

ParameterType = Literal["integer", "number", "boolean", "string", "choice", "list", "path"]
"""`list` holds strings (reward functions) or numbers (reward weights): see `item_type`."""

Value = None | bool | int | float | str | list[str] | list[float]

_THE_SAME: list[str] = []
"""Stands for `default` where Temper's is the trainer's own."""

AS_ANSWERED = ConfigDict(
    json_schema_serialization_defaults_required=True, use_attribute_docstrings=True
)
"""In the API's schema a field with a default is always there."""


@dataclass(frozen=True)
class Carrier:
    """How a value travels to the trainer: a command-line flag, or a place in its YAML file.

    What the trainer's own flag breaks goes to Temper's `wrapper`, as a YAML key that only it reads.
    """

    kind: Literal["flag", "yaml", "wrapper"]
    target: str
    """`--group-size`, a dotted YAML path such as `lora_parameters.rank`, or a key for the wrapper."""


@dataclass(frozen=True)
class Choice:
    """One value on offer: the only ones of a `choice`, the ready-made ones of a `list`."""

    __pydantic_config__: ClassVar[ConfigDict] = AS_ANSWERED

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

    __pydantic_config__: ClassVar[ConfigDict] = AS_ANSWERED

    name: str
    label: str
    type: ParameterType
    default: Value
    group: str
    help: str
    carrier: Carrier
    acts_on: str
    """What it changes, as a short phrase: `the size of each update`."""
    trainer_default: Value = field(default_factory=lambda: _THE_SAME)
    """What the trainer takes by itself where nothing is given; null also where it has no such value."""
    raising: str = ""
    """What a higher value does, in one sentence; empty where there is no higher."""
    lowering: str = ""
    nullable: bool = False
    """Whether null ("not given") is a value of its own; its meaning stands in `help`."""
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: bool = False
    exclusive_maximum: bool = False
    excluded: tuple[float, ...] = ()
    """Numbers within the bounds that the trainer cannot take all the same."""
    recommended: tuple[float, float] | None = None
    """Outside of it a warning, never an error."""
    choices: tuple[Choice, ...] = ()
    item_type: Literal["string", "number"] | None = None
    """What a list holds; bounds of a list of numbers hold for each of them."""
    length: int | None = None
    """How many items a list must have; null: one or more."""
    unit: str = ""
    scale: Literal["linear", "log", "log2"] = "linear"
    """How its values are tried: by `step`, by 1, 2, 5, 10, or by doubling."""
    step: float | None = None
    primary: bool = False
    """Among the few that the form shows first."""
    effect: str | None = None
    """Set where the value changes nothing, or less than its name says, in the installed trainer."""
    shown_when: dict[str, list[str | bool]] = field(default_factory=dict[str, list[str | bool]])
    """Names of other parameters and the values with which this one acts; empty: always.

    Of a number, true stands for any but 0."""
    exclusive_group: str | None = None
    """At most one boolean of the same group may be on."""
    tip: str = ""
    """One sentence for a term of the field."""
    reference: Reference | None = None
    unavailable: str | None = None
    """Set where the installed trainer does not have it: why, and what to do."""

    def __post_init__(self) -> None:
        # A copy with another default keeps what the trainer takes by itself.
        if self.trainer_default is _THE_SAME:
            object.__setattr__(self, "trainer_default", self.default)


def flag(target: str) -> Carrier:
    """Carried by a command-line flag."""
    return Carrier("flag", target)


def yaml_key(target: str) -> Carrier:
    """Carried by a dotted place in the YAML file; `*` stands for the chosen optimizer."""
    return Carrier("yaml", target)


def wrapper_key(target: str) -> Carrier:
    """Carried by a YAML key that the trainer does not know and Temper's wrapper reads."""
    return Carrier("wrapper", target)


def holds_prose(parameter: Parameter) -> bool:
    """Whether a text may have several lines: flags carry names, the YAML carries what is written."""
    return parameter.type == "string" and parameter.carrier.kind == "yaml"


def changed(parameters: tuple[Parameter, ...], name: str, **changes: Any) -> tuple[Parameter, ...]:
    """The same parameters, of which the one of that name is another."""
    return tuple(replace(p, **changes) if p.name == name else p for p in parameters)


def put_first(parameters: tuple[Parameter, ...], *names: str) -> tuple[Parameter, ...]:
    """The same parameters, of which those named are the few that a form shows first."""
    return tuple(replace(p, primary=p.name in names) for p in parameters)


def acts(parameter: Parameter, values: Mapping[str, Value]) -> bool:
    """Whether a parameter changes anything beside these values of the others."""
    return all(meets(values[other], acting) for other, acting in parameter.shown_when.items())


def meets(value: Value, acting: Sequence[str | bool]) -> bool:
    """Whether a value is among those with which another parameter acts."""
    return (bool(value) if isinstance(value, int | float) else value) in acting


INT_MAX = 2**31 - 1
"""The largest integer that the trainer's arrays can count."""
