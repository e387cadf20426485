"""What is wrong with a row of a known format: every check on one decoded row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from temper.datasets.formats import (
    MADE_UP,
    MESSAGES,
    PREFERENCE,
    PREFERENCE_MESSAGES,
    PROMPTS_ONLY,
    QUESTION_ANSWER,
    READABLE,
    TOKEN_PREFERENCE,
    DatasetShape,
    RowFormat,
    listed,
    readers,
    recognise,
)
from temper.datasets.validation.reader import Finding, describe
from temper.datasets.validation.texts import control_character, is_blank
from temper.datasets.validation.turns import check_messages, check_prompt_turns, check_tools

_PROMPTS: frozenset[DatasetShape] = frozenset({"prompts"})
_PAIRED: tuple[DatasetShape, ...] = ("preference", "token_preference")
"""Shapes that need what other rows do not hold."""
_SYSTEM_READERS: frozenset[DatasetShape] = frozenset({"prompt_answer", "preference"})


def check_row(row: Mapping[str, Any], main: RowFormat | None, shape: DatasetShape) -> list[Finding]:
    """Everything wrong for `shape` with `row` in a dataset whose rows are mostly `main`."""
    if main is None or shape not in readers(main):
        return [unreadable(row, main, shape)]
    return [f for f in row_findings(row, main) if f.shapes is None or shape in f.shapes]


def unreadable(row: Mapping[str, Any], main: RowFormat | None, shape: DatasetShape) -> Finding:
    """What a row is, where `shape` does not read `main`."""
    has_main = main is not None and main.required and all(key in row for key in main.required)
    found = main if has_main else recognise(row, shape) or main
    if found is MADE_UP:
        return Finding("made_up_format", "No trainer reads these columns: " + _keys(row) + ".")
    if found is None:
        return Finding(
            "wrong_format", f"The row has {_keys(row)}; a row needs `prompt` and `answer`."
        )
    hint = found.change
    if shape in _PAIRED and found is not PREFERENCE_MESSAGES:
        hint = f"This method reads {READABLE[shape][0].title}, which no conversion can make of it."
    return Finding("wrong_format", f"The row is {found.title}. {hint}".strip())


def row_findings(row: Mapping[str, Any], main: RowFormat) -> list[Finding]:
    """Everything wrong with a row of a format that some shape reads, for whom it matters."""
    minding = readers(main)
    missing = [key for key in main.required if key not in row]
    if missing:
        found = [_missing(row, main, missing)]
        if "prompt" in row and "prompts" in minding:
            # Who reads prompts alone misses nothing here.
            found = [replace(found[0], shapes=minding - _PROMPTS)]
            found += [f for f in _check_key("prompt", row, main) if _for_prompts(f)]
        return found
    if main is MESSAGES:
        return check_messages(row["messages"]) + check_tools(row.get("tools"))
    findings = [f for key in main.text if key in row for f in _check_key(key, row, main)]
    if main is PREFERENCE and isinstance(row["chosen"], str) and row["chosen"] == row["rejected"]:
        detail = "`chosen` and `rejected` are the same text."
        findings.append(Finding("same_pair", detail, key="rejected", shapes=minding - _PROMPTS))
    if main is PREFERENCE and not _is_number(score := row.get("preference_score", 1)):
        detail = f"`preference_score` is {describe(score)}; ORPO needs a number."
        found = Finding("bad_score", detail, key="preference_score", shapes=minding - _PROMPTS)
        findings.append(found)
    if main is TOKEN_PREFERENCE:
        findings += _check_tokens(row)
    return findings


def _missing(row: Mapping[str, Any], main: RowFormat, missing: list[str]) -> Finding:
    other = recognise(row)
    if other not in (None, main, PROMPTS_ONLY, QUESTION_ANSWER):
        detail = f"The row is {other.title}, where most rows are {main.title}."
        return Finding("mixed_formats", detail)
    are = "is" if len(missing) == 1 else "are"
    return Finding("missing_key", f"{listed(missing)} {are} missing; the row has {_keys(row)}.")


def _for_prompts(finding: Finding) -> bool:
    return finding.shapes is None or "prompts" in finding.shapes


def _check_key(key: str, row: Mapping[str, Any], main: RowFormat) -> Iterator[Finding]:
    """What is wrong with one text of a row."""
    minding = readers(main)
    value: object = row[key]
    if key == "prompt":
        if describe(value) == "a list" and "prompts" in minding:
            # Online methods read a list of turns as the conversation so far.
            yield from (replace(f, shapes=_PROMPTS) for f in check_prompt_turns(value))
            minding -= _PROMPTS
    else:
        minding -= _PROMPTS
    if minding:
        yield from (replace(f, shapes=minding) for f in _check_text(key, value, main))
    if key == "system" and isinstance(value, str) and is_blank(value):
        detail = "`system` is empty; the trainer makes an empty system turn of it."
        yield Finding("empty_system", detail, key=key, shapes=_SYSTEM_READERS)


def _check_text(key: str, value: object, main: RowFormat) -> Iterator[Finding]:
    required = key in main.required
    if isinstance(value, str):
        # A token may well be nothing but a space.
        blank = not value if main is TOKEN_PREFERENCE else is_blank(value)
        if required and blank:
            yield Finding("empty_text", f"`{key}` is empty or only white space.", key=key)
        if code := control_character(value):
            yield Finding("control_character", f"`{key}` holds {code}.", key=key)
        if "\ufffd" in value:
            detail = f"`{key}` holds a replacement character (U+FFFD)."
            yield Finding("replacement_character", detail, key=key)
    elif value is None:
        detail = f"`{key}` is null; the trainer needs text."
        yield Finding("null_value" if required else "null_system", detail, key=key)
    elif isinstance(value, bool | int | float):
        text = describe(value).removeprefix("the number ")
        detail = f'`{key}` is {describe(value)}; the trainer needs text. Write "{text}".'
        yield Finding("number_value", detail, key=key)
    else:
        in_turns = key == "prompt" and describe(value) == "a list"
        hint = " Write the user's text alone." if in_turns else ""
        detail = f"`{key}` is {describe(value)}; the trainer needs text.{hint}"
        yield Finding("not_text", detail, key=key)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_tokens(row: Mapping[str, Any]) -> list[Finding]:
    key = "multi_chosen_decoded"
    value: object = row[key]
    if not isinstance(value, list):
        detail = f"`{key}` is {describe(value)}; it must be a list of texts."
        return [Finding("no_chosen_token", detail, key=key)]
    chosen = cast("Sequence[object]", value)
    odd = [item for item in chosen if not isinstance(item, str)]
    if odd:
        return [
            Finding("not_text", f"`{key}` holds {describe(odd[0])}, which is no text.", key=key)
        ]
    if not [item for item in chosen if item and item != row["rejected_decoded"]]:
        detail = f"`{key}` holds no text other than the rejected one."
        return [Finding("no_chosen_token", detail, key=key)]
    return []


def _keys(row: Mapping[str, Any]) -> str:
    names = [str(key)[:40] for key in list(row)[:8]]
    return (listed(names) if names else "no keys") + (" and more" if len(row) > 8 else "")
