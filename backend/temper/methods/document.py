"""The catalogue as a page of the documentation: `docs/training-methods.md`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from temper.methods.left_out import LEFT_OUT
from temper.methods.method import Group, Method
from temper.methods.parameter import Parameter, Value
from temper.methods.wording import allowed, number
from temper.rewards.library import BUILTIN

INTRODUCTION = """\
# Training methods

<!-- Written by scripts/generate_docs.py from the catalogue in backend/temper/methods: edit that. -->

Every method is `mlx-lm-lora` at work: Temper builds its command line, shows it, and runs it. Names of
parameters are the trainer's own, so what you read here holds for its documentation too.
"""

CHOOSING = """\
## Which one

Start with **SFT** where you have good answers. Take one of the GRPO family where you can check an answer
but have none to show, once the model succeeds now and then: it can only strengthen what already happens.
No method here needs preference pairs or a judge model.
"""

LIMITS = """\
## What the limits mean

Outside of what is **recommended** a run starts with a warning. Outside of what is **allowed** the trainer
would fail or learn nothing, so the request is refused and every wrong parameter is named. A value that
changes less than its name says in the installed trainer carries a note, here and beside its field.
"""


def render(methods: Sequence[Method]) -> str:
    """The whole page."""
    shared = {p.name for p in methods[0].parameters if all(m.parameter(p.name) for m in methods)}
    parts = [INTRODUCTION, CHOOSING, _overview(methods)]
    parts += [_method(method) for method in methods]
    parts += [LIMITS, "## Parameters of every method\n"]
    parts += _tables(methods[0], shared)
    family = [m for m in methods if m.dataset_shape == "prompt_answer"]
    for title, members in (
        ("Parameters of SFT alone", [m for m in methods if m not in family]),
        (f"Parameters of {_and(m.title for m in family)}", family),
    ):
        parts.append(f"## {title}\n")
        parts += _tables(_with_defaults(members), {p.name for p in members[0].parameters} - shared)
    return "\n".join([*parts, _rewards(), _left_out()])


def _overview(methods: Sequence[Method]) -> str:
    rows = [
        f"| [{m.title}](#{m.title.lower().replace('.', '').replace(' ', '-')}) | `{m.id}` | "
        f"{m.summary} | {m.relative_cost.split(':')[0]} | [{m.paper.title}]({m.paper.url}) |"
        for m in methods
    ]
    head = ["| method | id | what it does | cost against SFT | paper |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _method(method: Method) -> str:
    rows = (
        "`messages`, `prompt`/`completion`, `text`, or `prompt`/`answer`/`system`"
        if method.dataset_shape == "sft"
        else "`prompt`, `answer` and, if you like, `system`"
    )
    defaults = "".join(f", `{name}` `{value}`" for name, value in method.identity.items())
    return (
        f"## {method.title}\n\n{method.description}\n\n"
        f"- Rows: {rows}; see [datasets](datasets.md).\n"
        f"- Cost: {method.relative_cost}.\n"
        f"- Trainer: `--train-mode {method.train_mode}`{defaults}.\n"
        f"- Paper: [{method.paper.title}]({method.paper.url}).\n"
    )


def _with_defaults(members: Sequence[Method]) -> Method:
    """The first member, whose help names the defaults that others have."""
    parameters: list[Parameter] = []
    for parameter in members[0].parameters:
        others = [
            f"{m.title}: {_value(p.default)}"
            for m in members[1:]
            if (p := m.parameter(parameter.name)) and p.default != parameter.default
        ]
        note = f" By default {', '.join(others)}." if others else ""
        parameters.append(replace(parameter, help=parameter.help + note))
    return replace(members[0], parameters=tuple(parameters))


def _tables(method: Method, names: set[str]) -> list[str]:
    tables: list[str] = []
    for group in method.groups:
        parameters = [p for p in method.parameters if p.group == group.id and p.name in names]
        if parameters:
            tables.append(_table(group, parameters))
    return tables


def _table(group: Group, parameters: Iterable[Parameter]) -> str:
    head = [
        f"### {group.title}\n",
        "| parameter | default | allowed | recommended | what it does |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(_row(p) for p in parameters), ""])


def _row(p: Parameter) -> str:
    recommended = " to ".join(number(value) for value in p.recommended) if p.recommended else ""
    words = [p.help]
    words += [f"`{c.value}`: {_lowered(c.help)}" for c in p.choices if p.type == "choice"]
    words += [f"Higher: {_lowered(p.raising)}"] if p.raising else []
    words += [f"Lower: {_lowered(p.lowering)}"] if p.lowering else []
    words += [f"**{p.effect}**"] if p.effect else []
    words += [f"{p.tip} [Paper]({p.reference.url})."] if p.tip and p.reference else []
    limits = allowed(p).replace("|", "\\|")
    text = " ".join(words).replace("<", "&lt;")
    return f"| `{p.name}` | {_value(p.default)} | {limits} | {recommended} | {text} |"


def _lowered(sentence: str) -> str:
    """A sentence to stand after a colon; names keep their capitals."""
    first = sentence.split()[0]
    return sentence if first[1:] != first[1:].lower() else sentence[0].lower() + sentence[1:]


def _value(value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return f"`{number(value) if isinstance(value, float | int) else value}`"


def _rewards() -> str:
    head = [
        "## Built-in reward functions\n",
        "| name | pays for | at most | exact rule |",
        "|---|---|---|---|",
    ]
    rows = [
        f"| `{f.name}` | {f.pays_for} | {number(f.maximum)} | {f.rule} |".replace("<", "&lt;")
        for f in BUILTIN
    ]
    return "\n".join([*head, *rows, ""])


def _left_out() -> str:
    rows = [f"| `{flag}` | {reason} |" for flag, reason in LEFT_OUT.items()]
    return "\n".join(
        ["## Flags of the trainer that are left out\n", "| flag | why |", "|---|---|", *rows, ""]
    )


def _and(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}"
