"""A configuration in any form that is known, as a request, with a word on each line."""

from collections.abc import Callable, Sequence

from temper.configurations.command_line import (
    TrainerCall,
    find_call,
    given_arguments,
    keep_refused,
    other_trainer,
    say_around,
)
from temper.configurations.entries import LARGEST_TEXT, Entry, Unreadable
from temper.configurations.interpret import read_settings
from temper.configurations.json_text import read_json_text
from temper.configurations.report import Given, Report, given_lines
from temper.configurations.schemas import Kind, Reading
from temper.configurations.temper_file import MARKS, read_temper
from temper.configurations.trainer_word import Ask, TrainerWord
from temper.configurations.yaml_text import read_yaml
from temper.errors import FieldError, InvalidRequest

ReadFile = Callable[[str], str | None]
"""The text of the file that a command names; None where it cannot be had."""


def read_configuration(
    text: str,
    ask: Ask,
    filename: str | None = None,
    config: str | None = None,
    read_file: ReadFile = lambda _: None,
) -> Reading:
    """Raises InvalidRequest at /text or /config for what cannot be read, Conflict without a trainer."""
    text = _cleaned(text, "/text")
    call, unreadable = _call(text)
    if call is not None:
        return _command(call, ask, config, read_file)
    try:
        entries, is_json = _file(text, filename or "")
    except Unreadable as error:
        raise _refused(text, unreadable or error) from error
    report = Report()
    given = given_lines(entries, "text")
    if any(one.key in MARKS for one in given):
        request = read_temper(given, report)
        kind: Kind = "temper-json" if is_json else "temper-yaml"
        return Reading(kind=kind, request=request, lines=report.in_order(), warnings=[])
    word = ask([], text)
    return _of_settings("trainer-yaml", given, [], word, report)


def _call(text: str) -> tuple[TrainerCall | None, Unreadable | None]:
    """The trainer's call in the text, or why it cannot be told where it is spoken of."""
    try:
        return find_call(text), None
    except Unreadable as error:
        spoken_of = any(name in text for name in ("mlx_lm_lora", "mlx-lm-lora"))
        return None, error if spoken_of else None


def _file(text: str, filename: str) -> tuple[tuple[Entry, ...], bool]:
    """The keys of a file, and whether it is JSON. Raises Unreadable."""
    if text.lstrip()[:1] != "{" and not filename.lower().endswith(".json"):
        return read_yaml(text), False
    try:
        return read_json_text(text), True
    except Unreadable as no_json:
        try:  # YAML has braces too.
            return read_yaml(text), False
        except Unreadable:
            raise no_json from None


def _command(call: TrainerCall, ask: Ask, config: str | None, read_file: ReadFile) -> Reading:
    report = Report()
    named = call.config
    if config is None and named is not None:
        config = read_file(named)
    given: list[Given] = []
    if config is not None:
        config = _cleaned(config, "/config")
        given = given_lines(_entries(config), "config")
    word = ask([argument.text for argument in call.arguments], config)
    say_around(call, report)
    arguments, refused = given_arguments(call, word, report)
    reading = _of_settings("command", given, arguments, word, report)
    keep_refused(reading.request, refused)
    if named is not None and config is None:
        return reading.model_copy(update={"missing_config": named})
    return reading


def _of_settings(
    kind: Kind,
    lines: Sequence[Given],
    arguments: Sequence[Given],
    word: TrainerWord,
    report: Report,
) -> Reading:
    if word.error is not None:
        report.warnings.append(f"The trainer itself stops at this: {word.error[:300]}")
    request = read_settings(lines, arguments, word, report)
    return Reading(
        kind=kind,
        trainer=word.version,
        request=request,
        lines=report.in_order(),
        warnings=report.warnings,
    )


def _entries(config: str) -> tuple[Entry, ...]:
    try:
        return read_yaml(config)
    except Unreadable as error:
        raise InvalidRequest.of(FieldError("/config", str(error))) from error


def _cleaned(text: str, pointer: str) -> str:
    """Text that any encoding can carry. Raises InvalidRequest for what is no text at all."""
    text = text.encode("utf-8", "replace").decode().removeprefix("\ufeff")
    if len(text) > LARGEST_TEXT:
        detail = f"It has {len(text):,} characters; a configuration has at most {LARGEST_TEXT:,}."
        raise InvalidRequest.of(FieldError(pointer, detail))
    if not text.strip():
        raise InvalidRequest.of(FieldError(pointer, "There is nothing in it."))
    if "\0" in text:
        raise InvalidRequest.of(FieldError(pointer, "It holds a NUL byte: it is no text file."))
    return text


def _refused(text: str, error: Unreadable) -> InvalidRequest:
    other = other_trainer(text)
    if other is not None:
        detail = f"It calls {other}, which is not the trainer here: that is mlx_lm_lora.train."
        return InvalidRequest.of(FieldError("/text", detail))
    allowed = "Temper's JSON or YAML, the trainer's YAML, or a command that calls mlx_lm_lora.train"
    return InvalidRequest.of(FieldError("/text", str(error), allowed))
