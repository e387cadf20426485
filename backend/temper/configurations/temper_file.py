"""Temper's own configuration, as a request: each key with what becomes of it."""

import difflib
from collections.abc import Sequence
from typing import Any

from temper.configurations.convert import refusal
from temper.configurations.entries import plain
from temper.configurations.report import Given, Report, repeated, words
from temper.configurations.schemas import ReadConfiguration
from temper.methods.method import Method
from temper.methods.registry import METHODS

VERSION = 1
"""Of the format; raised when an older Temper would misunderstand a newer file."""
TEXTS = ("method", "model", "dataset", "preset", "name")
MARKS = ("temper", "method", "dataset", "parameters")
"""Keys that the trainer does not know: one of them makes a file Temper's own."""


def read_temper(given: Sequence[Given], report: Report) -> ReadConfiguration:
    """The request that a file of Temper's own holds; wrong values stay in it, and are said to be."""
    request = ReadConfiguration(parameters={})
    over = repeated(given, lambda one: one.key)
    for place, one in enumerate(given):
        if place in over:
            report.say(one, "ignored", f"Given again in {over[place].place}, which wins.")
        elif one.key == "temper":
            _version(one, report)
        elif one.key in TEXTS:
            _text(request, one, report)
        elif one.key != "parameters":
            known = ", ".join(("temper", *TEXTS, "parameters"))
            report.say(one, "unknown", f"There is no such key here; there are {known}.")
    for place, one in enumerate(given):
        if one.key == "parameters" and place not in over:
            _parameters(request, one, report)
    return request


def _version(one: Given, report: Report) -> None:
    if type(one.value) is not int or one.value < 1:
        report.say(one, "wrong", f"{words(one.value)} is no version of the format; {VERSION} is.")
    elif one.value > VERSION:
        message = f"Written by a newer Temper; this one knows version {VERSION} of the format."
        report.say(one, "wrong", message)
    else:
        report.say(one, "not_needed", "The version of the format.")


def _text(request: ReadConfiguration, one: Given, report: Report) -> None:
    value = one.value
    if value is None:
        report.say(one, "not_needed", "Empty.")
        return
    if not isinstance(value, str):
        message = f"{words(value)} is no text; write it in quotes."
        report.say(one, "wrong", message, one.key)
        return
    setattr(request, one.key, value)
    if one.key == "method" and value not in METHODS:
        message = f"There is no method {words(value)}; there are {', '.join(METHODS)}."
        report.say(one, "wrong", message, one.key)
    else:
        report.say(one, "taken", f"Taken as {one.key} {words(value)}.", one.key)


def _parameters(request: ReadConfiguration, one: Given, report: Report) -> None:
    if one.entries is None:
        if one.value is not None:
            report.say(one, "wrong", "parameters is no mapping; write NAME: VALUE lines.")
        return
    method = METHODS.get(request.method or "")
    inside = [one.inner(entry) for entry in one.entries]
    over = repeated(inside, lambda inner: inner.key)
    for place, inner in enumerate(inside):
        if place in over:
            report.say(inner, "ignored", f"Given again in {over[place].place}, which wins.")
            continue
        if plain(inner.value):
            request.parameters[inner.key] = inner.value
        _parameter(method, inner, report)


def _parameter(method: Method | None, one: Given, report: Report) -> None:
    taken = f"Taken as {one.key} {words(one.value)}."
    if method is None:
        verdict = "taken" if plain(one.value) else "wrong"
        message = taken if plain(one.value) else f"{words(one.value)} is no value of a parameter."
        report.say(one, verdict, message, one.key)
        return
    parameter = method.parameter(one.key)
    if parameter is None:
        report.say(one, "wrong", _unknown(method, one.key), one.key)
    elif refused := refusal(parameter, one.value):
        report.say(one, "wrong", refused, one.key)
    else:
        report.say(one, "taken", taken, one.key)


def _unknown(method: Method, name: str) -> str:
    owners = [other.title for other in METHODS.values() if other.parameter(name) is not None]
    if owners:
        return f"Belongs to {', '.join(owners[:4])}; {method.title} has no such parameter."
    known: list[Any] = [parameter.name for parameter in method.parameters]
    near = difflib.get_close_matches(name.replace("-", "_").lower()[:80], known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"{method.title} has no parameter {words(name)}.{hint}"
