"""The names of a table's columns, and whether its first row is names at all."""

import re
from dataclasses import dataclass

_USUAL = frozenset(
    [
        "prompt",
        "answer",
        "system",
        "type",
        "completion",
        "messages",
        "conversations",
        "conversation",
        "tools",
        "text",
        "chosen",
        "rejected",
        "question",
        "solution",
        "response",
        "output",
        "input",
        "instruction",
        "query",
        "target",
        "ground_truth",
        "label",
        "id",
        "problem",
        "context",
        "source",
        "category",
        "title",
        "content",
        "user",
        "assistant",
        "human",
        "gpt",
        "score",
        "history",
    ]
)
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Header:
    """The columns' names, each once."""

    names: list[str]
    missing: bool
    """The first row is a row: the names are made up."""
    findings: list[tuple[str, str]]


def header_of(first: list[str]) -> Header:
    """The header that a table's first row is."""
    cells = [cell.strip() for cell in first]
    if not _are_names(cells):
        made_up = [f"column_{index + 1}" for index in range(len(cells))]
        detail = (
            "The first line looks like a row, not like the names of columns. It was read as a row; "
            f"the columns are called {made_up[0]}{' to ' + made_up[-1] if len(made_up) > 1 else ''}."
        )
        return Header(made_up, True, [("csv_header", detail)])
    names: dict[str, None] = {}
    findings: list[tuple[str, str]] = []
    for index, cell in enumerate(cells):
        name = cell or f"column_{index + 1}"
        while name in names:
            detail = (
                f"Two columns are called {name!r}; the second one is read as {name}_{index + 1}."
            )
            findings.append(("csv_header", detail))
            name = f"{name}_{index + 1}"
        names[name] = None
    return Header(list(names), False, findings)


def _are_names(cells: list[str]) -> bool:
    if any(re.sub(r"[\s-]+", "_", cell.lower()) in _USUAL for cell in cells):
        return True
    given = [cell for cell in cells if cell]
    return bool(given) and len(set(given)) == len(given) and all(map(_may_be_name, given))


def _may_be_name(cell: str) -> bool:
    return (
        len(cell) <= _LONGEST_NAME
        and "\n" not in cell
        and len(cell.split()) <= 4
        and not cell.endswith((".", "?", "!", ","))
        and not re.fullmatch(r"[-+.,\d\s]*", cell)
        and not cell.startswith(("[", "{"))
    )
