"""Which column could become which key of a format: by its name, then by what it holds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from temper.datasets.conversion import MappingSuggestion
from temper.datasets.formats import listed
from temper.datasets.terms import OutputFormat

_NAMES: dict[str, tuple[str, ...]] = {
    "prompt": (
        "prompt", "question", "instruction", "problem", "query", "input", "inputs", "user",
        "usermessage", "prompttext", "questiontext", "userprompt", "source", "human",
    ),
    "answer": (
        "answer", "finalanswer", "groundtruth", "solution", "response", "output", "outputs", "target",
        "targets", "completion", "reply", "label", "expected", "expectedanswer", "reference", "gold",
        "correctanswer", "answertext", "assistant", "responsetext", "modelresponse", "result", "gpt",
    ),
    "system": ("system", "systemprompt", "systemmessage", "sysprompt"),
    "chosen": ("chosen", "preferred", "accepted", "better", "winner", "chosenresponse", "positive"),
    "rejected": (
        "rejected", "dispreferred", "worse", "loser", "rejectedresponse", "negative", "declined",
    ),
    "messages": ("messages", "conversation", "conversations", "dialog", "dialogue", "chat", "turns"),
}  # fmt: skip
"""Names without case, spaces and punctuation; the likeliest first."""

_WANTED: dict[OutputFormat, tuple[tuple[str, str], ...]] = {
    "prompt_answer": (("prompt", "prompt"), ("answer", "answer")),
    "messages": (("messages", "messages"),),
    "preference": (("prompt", "prompt"), ("chosen", "chosen"), ("rejected", "rejected")),
    "prompts_only": (("prompt", "prompt"),),
}
"""Per format each key, and the row of names that it goes by."""
_ENOUGH = 0.35
_SHARE_OF_NAME = 0.7
_LETTERS = re.compile(r"[^a-z0-9]")


@dataclass
class Seen:
    """What a column held."""

    nested: bool = False
    kinds: dict[str, int] = field(default_factory=dict[str, int])
    example: str = ""
    rows: int = 0
    turns: int = 0
    """Values that are a list of objects."""

    def note(self, value: object, kind: str, example: str) -> None:
        """Another row's value."""
        self.rows += 1
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        self.example = self.example or example
        if isinstance(value, list) and value and isinstance(value[0], dict):
            self.turns += 1

    def share(self, *kinds: str) -> float:
        """The share of values of these kinds."""
        return sum(self.kinds.get(kind, 0) for kind in kinds) / self.rows


def suggestions(seen: Mapping[str, Seen], rows: int, names: set[str]) -> list[MappingSuggestion]:
    """Mappings by which these rows could become a format, the likeliest first."""
    found: list[tuple[float, MappingSuggestion]] = []
    for output, wanted in _WANTED.items():
        if all(key in names for key, _ in wanted):
            continue  # these rows have the keys already
        chosen: dict[str, str] = {}
        scores: list[float] = []
        for key, kind in wanted:
            score, path = _best(seen, kind, rows, chosen.values())
            if score >= _ENOUGH:
                chosen[key] = path
                scores.append(score)
        if len(chosen) < len(wanted):
            continue
        if output in ("prompt_answer", "preference", "prompts_only") and "system" not in names:
            score, path = _best(seen, "system", rows, chosen.values())
            if score >= _ENOUGH:
                chosen["system"] = path
        score = min(scores) - (0.2 if output == "prompts_only" else 0.0)
        found.append(
            (score, MappingSuggestion(format=output, mapping=chosen, why=_why(chosen, seen, rows)))
        )
    found.sort(key=lambda each: -each[0])
    return [suggestion for _, suggestion in found]


def score(path: str, column: Seen, kind: str, rows: int) -> float:
    """From 0 to 1, how well a column fits: mostly by its name, and never against what it holds."""
    name = _LETTERS.sub(
        "", path.rpartition(".")[2].lower() if not path[-1:].isdigit() else _parent(path)
    )
    known = _NAMES[kind]
    if name in known:
        by_name = 1.0 - 0.5 * known.index(name) / len(known)
    elif any(len(word) > 4 and (name.startswith(word) or name.endswith(word)) for word in known):
        by_name = 0.4
    else:
        return 0.0
    turns = column.turns / column.rows
    plain = column.share(*(("text", "number", "true/false") if kind == "answer" else ("text",)))
    # A prompt or a pair may be text or turns, a conversation is turns alone.
    fits = turns if kind == "messages" else max(plain, turns)
    if fits < 0.5:
        return 0.0
    there = min(column.rows / rows, 1.0) if rows else 0.0
    whole = _SHARE_OF_NAME * by_name + (1 - _SHARE_OF_NAME) * fits * there
    return whole - (0.1 if column.nested else 0.0)


def _best(
    seen: Mapping[str, Seen], kind: str, rows: int, taken: Iterable[str]
) -> tuple[float, str]:
    free = [path for path in seen if path not in taken]
    scored = [(score(path, seen[path], kind, rows), path) for path in free]
    return max(scored, key=lambda each: each[0], default=(0.0, ""))


def _parent(path: str) -> str:
    return _LETTERS.sub("", path.rpartition(".")[0].rpartition(".")[2].lower())


def _why(mapping: Mapping[str, str], seen: Mapping[str, Seen], rows: int) -> str:
    """A sentence on why these columns: their names, and how many rows have them."""
    fewest = min(seen[path].rows for path in mapping.values())
    share = "every row has" if fewest >= rows else f"{fewest:,} of {rows:,} rows have"
    what = {"text": "text", "number": "numbers", "list": "turns"}
    kinds = {
        what.get(max(seen[p].kinds, key=lambda k: seen[p].kinds[k]), "values")
        for p in mapping.values()
    }
    return (
        f"By their names {listed(mapping.values())} are {listed(mapping)}; "
        f"{share} them, and they hold {' and '.join(sorted(kinds))}."
    )
