"""The catalogue as a page of the documentation: `docs/training-methods.md`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from temper.datasets.formats import DatasetShape
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

Start with **SFT** where you have good answers. Take one of the GRPO family (or KLPO) where you can check
an answer but have none to show, once the model succeeds now and then: it can only strengthen what already
happens. Take **DPO** or **ORPO** where you have pairs of a better and a worse answer. Take **online DPO**
where you have only prompts, and a stronger model that can judge. Neither SFT nor the GRPO family needs
preference pairs or a judge model.
"""

LIMITS = """\
## What the limits mean

Outside of what is **recommended** a run starts with a warning. Outside of what is **allowed** the trainer
would fail or learn nothing, so the request is refused and every wrong parameter is named. A value that
changes less than its name says in the installed trainer carries a note, here and beside its field.
"""


_ROWS: dict[DatasetShape, str] = {
    "sft": "`messages`, `prompt`/`completion`, `text`, or `prompt`/`answer`/`system`",
    "prompt_answer": "`prompt`, `answer` and, if you like, `system`",
    "preference": "`prompt`, `chosen`, `rejected` and, if you like, `system`",
    "token_preference": "`context_with_chat_template`, `rejected_decoded`, `multi_chosen_decoded`",
    "prompts": "`prompt`; other columns are left out",
}


def render(methods: Sequence[Method]) -> str:
    """The whole page."""
    shared = {p.name for p in methods[0].parameters if all(m.parameter(p.name) for m in methods)}
    parts = [INTRODUCTION, CHOOSING, _overview(methods)]
    parts += [_method(method) for method in methods]
    parts += [LIMITS, "## Parameters of every method\n"]
    parts += _tables(methods[0], shared)
    for title, members in _families(methods):
        parts.append(f"## Parameters of {title}\n")
        own = {p.name for m in members for p in m.parameters} - shared
        parts += _tables(_with_defaults(members), own)
    return "\n".join([*parts, _rewards(), _left_out()])


def _families(methods: Sequence[Method]) -> list[tuple[str, list[Method]]]:
    """Methods that read the same rows, under their names."""
    by_shape: dict[str, list[Method]] = {}
    for method in methods:
        by_shape.setdefault(method.dataset_shape, []).append(method)
    return [
        (
            f"{members[0].title} alone" if len(members) == 1 else _and(m.title for m in members),
            members,
        )
        for members in by_shape.values()
    ]


def _overview(methods: Sequence[Method]) -> str:
    rows = [
        f"| [{m.title}](#{m.title.lower().replace('.', '').replace(' ', '-')}) | `{m.id}` | "
        f"{m.summary} | {m.relative_cost.split(':')[0]} | [{m.paper.title}]({m.paper.url}) |"
        for m in methods
    ]
    head = ["| method | id | what it does | cost against SFT | paper |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _method(method: Method) -> str:
    rows = _ROWS[method.dataset_shape]
    defaults = "".join(f", `{name}` `{value}`" for name, value in method.identity.items())
    return (
        f"## {method.title}\n\n{method.description}\n\n"
        f"- Rows: {rows}; see [datasets](datasets.md).\n"
        f"- Cost: {method.relative_cost}.\n"
        f"- Trainer: `--train-mode {method.train_mode}`{defaults}.\n"
        f"- Paper: [{method.paper.title}]({method.paper.url}).\n"
    )


def _with_defaults(members: Sequence[Method]) -> Method:
    """Every parameter that a member has, whose help names what differs among them."""
    parameters: dict[str, Parameter] = {}
    groups: dict[str, Group] = {}
    for member in members:
        groups |= {g.id: g for g in member.groups if g.id not in groups}
        parameters |= {p.name: p for p in member.parameters if p.name not in parameters}
    return replace(
        members[0],
        groups=tuple(groups.values()),
        parameters=tuple(_with_differences(p, members) for p in parameters.values()),
    )


def _with_differences(parameter: Parameter, members: Sequence[Method]) -> Parameter:
    having = [m for m in members if m.parameter(parameter.name)]
    only = "" if len(having) == len(members) else f" Only in {_and(m.title for m in having)}."
    others = [
        f"{m.title}: {_value(p.default)}"
        for m in having
        if (p := m.parameter(parameter.name)) and p.default != parameter.default
    ]
    defaults = f" By default {', '.join(others)}." if others else ""
    return replace(parameter, help=parameter.help + only + defaults)


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
    return f"{', '.join(first)} and {last}" if first else last
