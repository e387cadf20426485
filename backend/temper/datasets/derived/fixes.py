"""The fixes that change one row; each hands back the same row where it has nothing to do."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from temper.datasets.derived.turns import exchange_keys, known_role, recognised
from temper.datasets.formats import ALPACA, RowFormat
from temper.datasets.terms import Fix
from temper.datasets.validation.texts import without_control_characters

Row = dict[str, Any]

_TEXTS = ("prompt", "answer", "completion", "system", "text", "chosen", "rejected")
"""Keys that are texts in any format."""
_TALKS = ("messages", "conversations", "prompt", "completion", "chosen", "rejected")
_FINAL = re.compile(r"\A(?P<reasoning>.*)(?<!#)####[ \t]*(?P<final>[^\n#]+?)\s*\Z", re.DOTALL)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")


def text_keys(row: Mapping[str, Any], known: RowFormat | None = None) -> tuple[str, ...]:
    """The keys of a row whose values are texts, as far as its format says."""
    known = known or recognised(row)
    keys = (*_TEXTS, *(known.text if known else ()), *(exchange_keys(row, known) or ()))
    if known is ALPACA:
        keys = (*keys, "input")
    return tuple(key for key in dict.fromkeys(keys) if key in row)


def remove_control_characters(row: Row) -> Row:
    """Without the control characters that no text needs."""
    return _each_text(row, without_control_characters)


def trim_texts(row: Row) -> Row:
    """Without white space around texts."""
    return _each_text(row, str.strip)


def drop_nulls(row: Row) -> Row:
    """Without the keys whose value is null; a turn keeps its `content`."""
    kept = {key: value for key, value in row.items() if value is not None}
    made = row if len(kept) == len(row) else kept
    return _each_turn(made, _without_nulls)


def coerce_numbers(row: Row, as_written: Callable[[], Row]) -> Row:
    """Numbers and true/false in the place of a text become text: 7.50 stays `7.50`."""
    numbers = [key for key in text_keys(row) if isinstance(row[key], bool | int | float)]
    lists = [key for key in _TALKS if isinstance(row.get(key), list)]
    talks = [key for key in lists if any(_number_in(turn) for turn in _talk(row, key))]
    if not numbers and not talks:
        return row
    written = as_written()
    made = row | {key: _written(written[key]) for key in numbers}
    for key in talks:
        pairs = zip(_talk(row, key), _talk(written, key), strict=True)
        made[key] = [
            turn | {name: _written(other[name]) for name in _number_in(turn)}
            for turn, other in pairs
        ]
    return made


def rename_roles(row: Row) -> Row:
    """Roles by the names that chat templates know: human → user, gpt → assistant."""

    def renamed(turn: Row) -> Row:
        role = known_role(turn.get("role"))
        return turn if role is None or role == turn["role"] else turn | {"role": role}

    return _each_turn(row, renamed)


def join_repeated_turns(row: Row) -> Row:
    """Turns of one role that follow each other become one, a blank line between them."""
    made = row
    for key in _TALKS:
        talk = _talk(row, key)
        joined: list[Row] = []
        for turn in talk:
            if joined and _joinable(joined[-1], turn):
                joined[-1] = joined[-1] | {
                    name: f"{joined[-1][name]}\n\n{turn[name]}" for name in _content_keys(turn)
                }
            else:
                joined.append(turn)
        if len(joined) < len(talk):
            made = made | {key: joined}
    return made


def extract_final_answer(row: Row) -> Row:
    """The value after `####` as the answer, its working as the column `reasoning`."""
    keys = exchange_keys(row, recognised(row))
    if keys is not None and isinstance(row[keys[1]], str):
        if (parts := final_answer(row[keys[1]])) is None:
            return row
        return _with_reasoning(row | {keys[1]: parts[0]}, parts[1])
    for key in ("messages", "conversations"):
        talk = _talk(row, key)
        names = _content_keys(talk[-1]) if talk else ()
        if names and (parts := final_answer(talk[-1][names[0]])) is not None:
            last = talk[-1] | {names[0]: parts[0]}
            return _with_reasoning(row | {key: [*talk[:-1], last]}, parts[1])
    return row


def final_answer(text: str) -> tuple[str, str] | None:
    """What stands after the last `####` of an answer, and the working before it."""
    # The rest of a long text is not looked at where it cannot match.
    if "####" not in text or (found := _FINAL.match(text)) is None:
        return None
    final = found["final"].strip()
    if not final:
        return None
    # The rewards compare letter by letter, and models write 1000.
    bare = final.replace(",", "") if _THOUSANDS.fullmatch(final) else final
    return bare, found["reasoning"].strip()


ROW_FIXES: dict[Fix, Callable[[Row], Row]] = {
    "remove_control_characters": remove_control_characters,
    "drop_nulls": drop_nulls,
    "trim_texts": trim_texts,
    "rename_roles": rename_roles,
    "join_repeated_turns": join_repeated_turns,
    "extract_final_answer": extract_final_answer,
}
"""In the order in which they are done; `coerce_numbers`, which needs the line, comes first."""


def numbers_as_written(line: bytes) -> Row:
    """A row in which every number is the text that stands for it."""
    return cast("Row", json.loads(line, parse_int=str, parse_float=str))


def _with_reasoning(row: Row, reasoning: str) -> Row:
    before = row.get("reasoning")
    if not reasoning:
        return row
    whole = f"{before}\n\n{reasoning}" if isinstance(before, str) and before else reasoning
    return row | {"reasoning": whole}


def _each_text(row: Row, change: Callable[[str], str]) -> Row:
    changed = {
        key: new
        for key in text_keys(row)
        if isinstance(row[key], str) and (new := change(row[key])) != row[key]
    }
    made = row | changed if changed else row

    def turn(turn: Row) -> Row:
        new = {name: change(turn[name]) for name in _content_keys(turn)}
        return turn | new if any(new[name] != turn[name] for name in new) else turn

    return _each_turn(made, turn)


def _each_turn(row: Row, change: Callable[[Row], Row]) -> Row:
    made = row
    for key in _TALKS:
        if not isinstance(row.get(key), list):
            continue
        talk = _talk(row, key)
        changed = [change(turn) for turn in talk]
        if any(new is not old for new, old in zip(changed, talk, strict=True)):
            made = made | {key: changed}
    return made


def _talk(row: Mapping[str, Any], key: str) -> list[Row]:
    """The turns at a key; none where there is no list of them."""
    value = row.get(key)
    if not isinstance(value, list):
        return []
    items = cast("list[Any]", value)
    return items if all(isinstance(item, dict) for item in items) else []


def _content_keys(turn: Row) -> tuple[str, ...]:
    return tuple(name for name in ("content", "value") if isinstance(turn.get(name), str))


def _number_in(turn: Row) -> tuple[str, ...]:
    names = ("content", "value")
    return tuple(name for name in names if isinstance(turn.get(name), bool | int | float))


def _joinable(before: Row, turn: Row) -> bool:
    role = turn.get("role", turn.get("from"))
    return (
        role == before.get("role", before.get("from"))
        and known_role(role) not in (None, "tool")
        and not (before.get("tool_calls") or turn.get("tool_calls"))
        and _content_keys(before) == _content_keys(turn) != ()
    )


def _without_nulls(turn: Row) -> Row:
    kept = {key: value for key, value in turn.items() if value is not None or key == "content"}
    return turn if len(kept) == len(turn) else kept


def _written(value: object) -> str:
    return value if isinstance(value, str) else "true" if value else "false"
