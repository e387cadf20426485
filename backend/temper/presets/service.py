"""What people do with presets: choose, save, change and delete them."""

from collections.abc import Mapping
from typing import Any, cast

from temper.database import Database
from temper.errors import Conflict, FieldError, InvalidRequest, NotFound
from temper.kit import clock
from temper.kit.ids import new_id
from temper.methods.check import check, readable
from temper.methods.draft import pointer
from temper.methods.method import Method
from temper.methods.parameter import Value
from temper.methods.presets.built_in import LEVELS, TITLES, built_in
from temper.methods.presets.choices import Level, Preset
from temper.methods.presets.facts import PresetFacts
from temper.methods.registry import METHODS, get_method
from temper.methods.wording import shown
from temper.presets.schemas import NewPreset, OwnPreset, PresetOut, PresetPatch
from temper.presets.store import Full, NameTaken, PresetStore

MOST = 200
"""Presets of one's own."""


class PresetService:
    """The built-in presets, and those that people saved."""

    def __init__(self, database: Database) -> None:
        self._store = PresetStore(database, MOST)

    def saved(self, method: str | None = None) -> list[OwnPreset]:
        """The saved ones, of one method or of all. Raises InvalidRequest at `?method`."""
        if method is not None and method not in METHODS:
            detail = f"There is no method {shown(method)}"
            raise InvalidRequest.of(FieldError("?method", detail, ", ".join(METHODS)))
        return self._store.all(method)

    def add(self, new: NewPreset) -> OwnPreset:
        """Save values under a name. Raises InvalidRequest, which names every problem, and Conflict."""
        parameters = _checked(new.method, new.name, new.parameters)
        preset = OwnPreset(
            id=new_id(),
            method=new.method,
            name=new.name,
            summary=new.summary,
            parameters=parameters,
            created_at=clock.now(),
        )
        try:
            self._store.add(preset)
        except NameTaken as error:
            raise _taken(preset) from error
        except Full as error:
            raise Conflict(
                f"There are {MOST} presets, which is the most that are kept. Delete one first."
            ) from error
        return preset

    def change(self, preset_id: str, patch: PresetPatch) -> OwnPreset:
        """Rename it, or give it other values. Raises NotFound, InvalidRequest."""
        preset = self._get(preset_id)
        given: dict[str, Any] = patch.model_dump(exclude_none=True)
        parameters = _checked(preset.method, patch.name, patch.parameters)
        if patch.parameters is not None:
            given["parameters"] = parameters
        changed = preset.model_copy(update=given)
        try:
            if not self._store.change(changed):
                raise _gone(preset_id)
        except NameTaken as error:
            raise _taken(changed) from error
        return changed

    def delete(self, preset_id: str) -> None:
        """Forget it; runs that took it keep their values. Raises NotFound."""
        if not self._store.remove(preset_id):
            raise _gone(preset_id)

    def own(self, method: Method, preset_id: str) -> OwnPreset | None:
        """The saved preset of that id; None for a built-in one. Raises InvalidRequest at `/preset`."""
        if preset_id in LEVELS:
            return None
        preset = self._store.get(preset_id)
        if preset is None or preset.method != method.id:
            raise self._unknown(method, preset_id, preset)
        return preset

    def offered(self, method: Method, facts: PresetFacts) -> list[PresetOut]:
        """Everything that can be chosen for a method, resolved for these facts."""
        presets = [built_in(level, method, facts) for level in LEVELS]
        own = [resolved_own(method, preset) for preset in self._store.all(method.id)]
        return [*(preset_out(each) for each in presets), *(preset_out(p, own=True) for p in own)]

    def resolve(
        self,
        method: Method,
        preset_id: str,
        facts: PresetFacts,
        asked: Mapping[str, object],
    ) -> Preset:
        """The preset as it stands for this request. Raises InvalidRequest at `/preset`."""
        own = self.own(method, preset_id)
        if own is not None:
            return resolved_own(method, own)
        return built_in(cast("Level", preset_id), method, facts, readable(method, asked))

    def _get(self, preset_id: str) -> OwnPreset:
        preset = self._store.get(preset_id)
        if preset is None:
            raise _gone(preset_id)
        return preset

    def _unknown(self, method: Method, preset_id: str, found: OwnPreset | None) -> InvalidRequest:
        own = [f"{preset.id} ({preset.name})" for preset in self._store.all(method.id)]
        detail = f"{method.title} has no preset {shown(preset_id)}"
        if found is not None:
            detail = (
                f"{found.name} is a preset of {METHODS[found.method].title}, not of {method.title}"
            )
        return InvalidRequest.of(FieldError("/preset", detail, ", ".join([*LEVELS, *own])))


def resolved_own(method: Method, preset: OwnPreset) -> Preset:
    """A saved preset in the form of the built-in ones."""
    reasons = {name: _why(method, preset, name) for name in preset.parameters}
    return Preset(preset.id, preset.name, preset.summary, preset.parameters, reasons)


def preset_out(preset: Preset, *, own: bool = False) -> PresetOut:
    """A preset as the API shows it."""
    return PresetOut(
        id=preset.id,
        title=preset.title,
        summary=preset.summary,
        own=own,
        parameters=preset.parameters,
        reasons=preset.reasons,
    )


def _why(method: Method, preset: OwnPreset, name: str) -> str:
    parameter = method.parameter(name)
    default = shown(parameter.default) if parameter else "none"
    return f"You saved it in {preset.name}; the default is {default}."


def _method(method_id: str) -> Method:
    try:
        return get_method(method_id)
    except NotFound as error:
        raise InvalidRequest.of(FieldError("/method", error.detail, ", ".join(METHODS))) from error


def _checked(
    method_id: str, name: str | None, parameters: Mapping[str, object] | None
) -> dict[str, Value]:
    """The values as the trainer takes them. Raises InvalidRequest, which names every problem."""
    errors: list[FieldError] = []
    values: dict[str, Value] = {}
    try:
        if name is not None:
            _check_name(name)
    except InvalidRequest as error:
        errors += error.errors
    try:
        if parameters is not None:
            values = _check_values(_method(method_id), parameters)
    except InvalidRequest as error:
        errors += error.errors
    if errors:
        raise InvalidRequest.of(*errors)
    return values


def _check_name(name: str) -> None:
    """Raises InvalidRequest for a name that a built-in preset, or doing without one, has."""
    reserved = {"defaults", *LEVELS, *(title.lower() for title in TITLES.values())}
    if name.lower() in reserved:
        detail = f"{name} is the name of a built-in preset; take another one"
        raise InvalidRequest.of(FieldError("/name", detail))


def _check_values(method: Method, parameters: Mapping[str, object]) -> dict[str, Value]:
    """The values as the trainer takes them. Raises InvalidRequest.

    What only a run can have, a judge model or enough rows, is asked for when one is planned.
    """
    if not parameters:
        detail = "A preset sets at least one parameter"
        raise InvalidRequest.of(FieldError("/parameters", detail))
    try:
        values = check(method, parameters).values
    except InvalidRequest as error:
        given = {pointer(name) for name in parameters}
        own = [each for each in error.errors if each.pointer in given]
        if own:
            raise InvalidRequest.of(*own) from error
        values = readable(method, parameters)
    return {name: values[name] for name in parameters}


def _taken(preset: OwnPreset) -> InvalidRequest:
    title = METHODS[preset.method].title
    detail = f"{title} has a preset named {preset.name} already; take another name"
    return InvalidRequest.of(FieldError("/name", detail))


def _gone(preset_id: str) -> NotFound:
    return NotFound(f"There is no preset {preset_id[:80]!r} that you saved")
