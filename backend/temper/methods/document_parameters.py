"""The parameters of the catalogue as a page of the documentation: `docs/parameters.md`."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from temper.methods.left_out import LEFT_OUT
from temper.methods.method import Group, Method
from temper.methods.parameter import Parameter, Value
from temper.methods.wording import allowed, number
from temper.rewards.library import BUILTIN

INTRODUCTION = """\
# Parameters

<!-- Written by scripts/generate_docs.py from the catalogue in backend/temper/methods: edit that. -->

Every parameter of every [method](training-methods.md), once. Names are the trainer's own, so what you read
here holds for its documentation too.

Outside of what is **recommended** a run starts with a warning. Outside of what it **takes** the trainer would
fail or learn nothing, so the request is refused and every wrong parameter is named. What is **not given**
never reaches the trainer. Temper passes its defaults on as it does your own values; where the trainer's own
default is another one, both stand here. A value that changes less than its name says carries a note, here,
beside its field, and in the plan of a run.
"""

Having = tuple[Method, Parameter]


def render(methods: Sequence[Method]) -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    told: set[str] = set()
    for group in _groups(methods):
        names = [
            p.name
            for m in methods
            for p in m.parameters
            if p.group == group.id and p.name not in told
        ]
        if names:
            parts.append(f"## {group.title}\n\n{group.help}\n")
            parts += [_section(name, methods) for name in dict.fromkeys(names)]
            told |= set(names)
    return "\n".join([*parts, _rewards(), _left_out()])


def _groups(methods: Iterable[Method]) -> Iterator[Group]:
    yield from {g.id: g for m in methods for g in m.groups}.values()


def _section(name: str, methods: Sequence[Method]) -> str:
    having = [(m, p) for m in methods if (p := m.parameter(name))]
    every = len(having) == len(methods)
    facts = {
        "Methods": "all" if every else ", ".join(m.title for m, _ in having),
        "Takes": _said(having, lambda p: allowed(p).replace("|", "\\|")),
        "Recommended": _said(having, _recommended),
        "Temper's default": _said(having, lambda p: _value(p.default)),
        "Trainer's default": _said(having, _of_trainer),
        "Travels as": _said(having, _carrier),
        "Acts on": _said(having, lambda p: p.acts_on),
    }
    table = [f"| {label} | {text} |" for label, text in facts.items() if text]
    words = [*_sentences(having), *_choices(having[0][1])]
    body = "\n".join(words).replace("<", "&lt;")
    return f"### `{name}`\n\n{body}\n\n| | |\n|---|---|\n" + "\n".join(table) + "\n"


def _said(having: Sequence[Having], tell: Callable[[Parameter], str]) -> str:
    """What holds in most methods first, and then what differs, with the methods' names."""
    by_text: dict[str, list[str]] = {}
    for method, parameter in having:
        by_text.setdefault(tell(parameter), []).append(method.title)
    usual, *others = sorted(by_text, key=lambda text: -len(by_text[text]))
    apart = [f"{', '.join(by_text[text])}: {text or 'none'}" for text in others]
    return "; ".join(part for part in (usual, *apart) if part)


def _sentences(having: Sequence[Having]) -> Iterator[str]:
    """Each way in which the parameter is described, and for which methods."""
    by_words: dict[str, list[str]] = {}
    for method, p in having:
        words = [p.help]
        words += [f"Higher: {_lowered(p.raising)}"] if p.raising else []
        words += [f"Lower: {_lowered(p.lowering)}"] if p.lowering else []
        words += [f"Acts only with {_condition(method, p)}."] if p.shown_when else []
        words += [f"**{p.effect}**"] if p.effect else []
        by_words.setdefault(" ".join(words), []).append(method.title)
    usual, *others = sorted(by_words, key=lambda text: -len(by_words[text]))
    tip = next((p for _, p in having if p.tip), None)
    paper = next((p.reference for _, p in having if p.reference), None)
    yield usual
    for text in others:
        yield f"\n{', '.join(by_words[text])}: {text}"
    if tip is not None or paper is not None:
        link = f"[{paper.title}]({paper.url})." if paper is not None else ""
        yield "\n" + " ".join(part for part in (tip.tip if tip else "", link) if part)


def _choices(p: Parameter) -> Iterator[str]:
    if p.type == "choice":
        yield ""
        yield from (f"- `{c.value}`: {_lowered(c.help)}" for c in p.choices)


def _condition(method: Method, p: Parameter) -> str:
    return " and ".join(
        f"`{other}` {' or '.join(_acting(method.parameter(other), value) for value in acting)}"
        for other, acting in p.shown_when.items()
    )


def _acting(other: Parameter | None, value: Value) -> str:
    """A value with which a parameter acts; of a number, true stands for any but 0."""
    counts = other is not None and other.type in ("integer", "number")
    return "above 0" if counts and value is True else _value(value)


def _recommended(p: Parameter) -> str:
    return " to ".join(number(value) for value in p.recommended) if p.recommended else ""


def _of_trainer(p: Parameter) -> str:
    return "the same" if p.default == p.trainer_default else _value(p.trainer_default)


def _carrier(p: Parameter) -> str:
    kind, target = p.carrier.kind, p.carrier.target.replace("*", "…")
    return (
        f"`{target}`"
        if kind == "flag"
        else f"`{target}` in the YAML"
        + (", which Temper's wrapper reads" if kind == "wrapper" else "")
    )


def _lowered(sentence: str) -> str:
    """A sentence to stand after a colon; names keep their capitals."""
    first = sentence.split()[0]
    return sentence if first[1:] != first[1:].lower() else sentence[0].lower() + sentence[1:]


def _value(value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, bool) or value is None:
        return {True: "`true`", False: "`false`", None: "not given"}[value]
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
