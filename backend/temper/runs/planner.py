"""From a request to a plan; never half a one: every problem of a request is named at once."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

from temper.datasets.service import DatasetService, Usable
from temper.datasets.token_service import TokenService
from temper.datasets.validation.options import ValidationOptions
from temper.errors import FieldError, InvalidRequest, NotFound
from temper.kit.files import write_atomic
from temper.methods.check import Checked, check
from temper.methods.draft import ParameterWarning
from temper.methods.fit import check_fit
from temper.methods.installed import as_installed, trainable
from temper.methods.method import Method
from temper.methods.parameter import Value
from temper.methods.paths import check_paths
from temper.methods.presets.choices import Preset
from temper.methods.presets.under import laid_under
from temper.methods.registry import METHODS, get_method
from temper.methods.request import PlanRequest
from temper.methods.steps import iterations, updates
from temper.methods.trainer_schema import TrainerSchema
from temper.models.service import ModelService, ResolvedModel
from temper.presets.facts import gather, known_lengths
from temper.presets.service import PresetService
from temper.runs.plan import Places, Plan
from temper.runs.resume import Origin as ResumeOrigin
from temper.runs.resume import weights_only, what_is_left
from temper.runs.schemas import PlanOut, PlanWarning, Steps
from temper.runs.token_warnings import token_warnings
from temper.settings import Settings

T = TypeVar("T")

OTHER_MODELS = ("reference_model_path", "judge")
"""Parameters that name a model."""
KEPT_PREVIEWS = 500
"""A form asks for a plan at each change: the oldest go."""


class Planner:
    """Checks a request against the catalogue, the models and the data of this machine."""

    def __init__(
        self,
        settings: Settings,
        models: ModelService,
        datasets: DatasetService,
        presets: PresetService,
        trainer_schema: Callable[[], TrainerSchema | None] = lambda: None,
        tokens: TokenService | None = None,
    ) -> None:
        self._tokens = tokens
        self._presets = presets
        self._trainer_schema = trainer_schema
        self._models = models
        self._datasets = datasets
        self._cache = settings.cache / "plans"

    def plan(self, request: PlanRequest, origin: ResumeOrigin | None = None) -> Plan:
        """Decide everything; with an `origin`, of a run that goes on. Raises InvalidRequest, Conflict."""
        errors: list[FieldError] = []
        method = _collect(errors, lambda: self._method(request))
        model = _collect(errors, lambda: self._models.resolve(request.model))
        if method is None:
            _collect(errors, lambda: self._datasets.resolve(request.dataset))
            raise InvalidRequest.of(*errors)
        asked = _collect(errors, lambda: self._asked(request, method))
        usable = _collect(
            errors,
            lambda: origin.rows() if origin else self._usable(request, method, asked or {}),
        )
        rows = usable.rows.get("train") if usable else None
        preset = None
        if asked is not None and request.preset is not None:
            preset = self._preset(request, model, usable)
        laid = preset.parameters if preset else None
        checked = _collect(
            errors, lambda: check(method, request.parameters, train_rows=rows, preset=laid)
        )
        values = None
        if checked is not None:
            going_on = replace(checked, values=what_is_left(checked.values, rows, origin))
            values = _collect(errors, lambda: self._paths(going_on))
        fit = None
        if model is not None and values is not None:
            fit = _collect(errors, lambda: check_fit(values, model.out))
        if values is not None and usable is not None:
            _collect(errors, lambda: check_test_rows(values, usable.rows))
        if errors or model is None or usable is None or checked is None or values is None:
            raise InvalidRequest.of(*errors)
        return Plan(
            request=request,
            method=method,
            values=values,
            origins=checked.origins,
            model=model.location,
            model_name=model.name,
            dataset_name=usable.name,
            preset=preset,
            origin=origin,
            data=usable.folder,
            digests=usable.digests,
            steps=count_steps(method, values, usable.rows),
            warnings=(
                *_left_out(preset, method),
                *_warnings((*checked.warnings, *(fit or ())), model, usable),
                *(() if origin else self._of_tokens(request, method, model, values)),
                *weights_only(origin),
            ),
        )

    def preview(self, request: PlanRequest) -> PlanOut:
        """The plan with a command that runs as shown: its YAML stands in the cache. Raises InvalidRequest."""
        plan = self.plan(request)
        places = Places(plan.data, self._cache / "config.yaml", self._cache / "adapters")
        key = hashlib.sha256(repr(plan.command(places)).encode()).hexdigest()[:16]
        folder = self._cache / key
        places = replace(places, config=folder / "config.yaml", adapters=folder / "adapters")
        command = plan.command(places)
        if not places.config.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_atomic(places.config, command.yaml.encode())
            _keep_newest(self._cache, KEPT_PREVIEWS)
        return plan.out(command)

    def _method(self, request: PlanRequest) -> Method:
        """The method, without what the installed trainer lacks."""
        method = as_installed(_method(request.method), self._trainer_schema())
        return trainable(method, request.parameters)

    def _asked(self, request: PlanRequest, method: Method) -> dict[str, Any]:
        """The values that are fixed before the rows are known: the request's, over a saved preset's.

        Raises InvalidRequest at `/preset`.
        """
        own = None
        if request.preset is not None:
            own = self._presets.own(METHODS[method.id], request.preset)
        saved = own.parameters if own else {}
        return laid_under(method, saved, request.parameters) | request.parameters

    def _preset(
        self, request: PlanRequest, model: ResolvedModel | None, usable: Usable | None
    ) -> Preset:
        """The preset, which is known to be there, as it stands for these rows and this model."""
        # Of the whole catalogue: what the installed trainer lacks is left out with a word.
        method = METHODS[request.method]
        lengths = None
        if usable is not None:
            source = self._datasets.resolve(request.dataset)
            masked = request.parameters.get("mask_prompt") is True
            lengths = known_lengths(self._tokens, source, method, model, masked)
        facts = gather(method, usable.rows if usable else None, model, lengths)
        return self._presets.resolve(method, request.preset or "", facts, request.parameters)

    def _usable(self, request: PlanRequest, method: Method, asked: Mapping[str, Any]) -> Usable:
        return self._datasets.usable(
            request.dataset,
            method.dataset_shape,
            ValidationOptions(
                batch_size=_batch_size(asked),
                mask_prompt=asked.get("mask_prompt") is True,
                reward_functions=_reward_functions(asked),
            ),
        )

    def _of_tokens(
        self,
        request: PlanRequest,
        method: Method,
        model: ResolvedModel,
        values: Mapping[str, Value],
    ) -> tuple[PlanWarning, ...]:
        if self._tokens is None:
            return ()
        source = self._datasets.resolve(request.dataset)
        return token_warnings(self._tokens, source, method, model, values)

    def _paths(self, checked: Checked) -> dict[str, Value]:
        values = check_paths(checked.values)
        errors: list[FieldError] = []
        for name in OTHER_MODELS:
            model = values.get(name)
            if isinstance(model, str):
                try:
                    values[name] = self._models.resolve(model).location
                except InvalidRequest as error:
                    errors += [replace(e, pointer=f"/parameters/{name}") for e in error.errors]
        if errors:
            raise InvalidRequest.of(*errors)
        return values


def count_steps(method: Method, values: dict[str, Value], rows: dict[str, int]) -> Steps:
    """How much training these values come to on these rows."""
    train = rows.get("train", 0)
    iters = iterations(values, train) or 0
    batch = cast("int", values["batch_size"])
    group = cast("int | None", values.get("group_size", method.completions_per_prompt))
    return Steps(
        iterations=iters,
        batch_size=batch,
        gradient_accumulation_steps=cast("int", values["gradient_accumulation_steps"]),
        updates=updates(method, values, train) or 0,
        rows=rows,
        epochs=round(iters * batch / train, 3) if train else 0.0,
        completions=iters * batch * group if group is not None else None,
    )


def _keep_newest(folder: Path, number: int) -> None:
    # Two requests may tidy up at once.
    with suppress(FileNotFoundError):
        for old in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-number]:
            shutil.rmtree(old, ignore_errors=True)


def _method(method_id: str) -> Method:
    try:
        return get_method(method_id)
    except NotFound as error:
        raise InvalidRequest.of(FieldError("/method", error.detail, ", ".join(METHODS))) from error


def _batch_size(asked: Mapping[str, Any]) -> int:
    """The batch size to hold the rows against; a wrong one is the catalogue's to refuse."""
    value = asked.get("batch_size", 1)
    if type(value) is float and value.is_integer():
        value = int(value)
    return value if type(value) is int and 0 < value < 2**31 else 1


def _reward_functions(asked: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The names of the rewards that judge the answers; None where the trainer takes its own."""
    value: object = asked.get("reward_functions")
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return None
    names = (name.strip() for name in cast("list[object]", value) if isinstance(name, str))
    return tuple(filter(None, names)) or None


def check_test_rows(values: Mapping[str, Value], rows: Mapping[str, int]) -> None:
    """A final test needs a full batch of test rows. Raises InvalidRequest."""
    if values.get("test") is not True:
        return
    needed, there = cast("int", values["batch_size"]), rows.get("test", 0)
    if there < needed:
        raise InvalidRequest.of(
            FieldError(
                "/parameters/test",
                f"A final test needs at least {needed} test rows (one batch), and the dataset has"
                f" {there}. Add a test.jsonl, or leave it off.",
            )
        )


def _left_out(preset: Preset | None, method: Method) -> tuple[PlanWarning, ...]:
    """What the preset sets and the installed trainer cannot be told."""
    lacking = [name for name in (preset.parameters if preset else {}) if not method.parameter(name)]
    if not preset or not lacking:
        return ()
    message = (
        f"{preset.title} also sets {', '.join(lacking)}, which the installed trainer does not have: "
        "left out."
    )
    return (PlanWarning(pointer="/preset", message=message),)


def _warnings(
    found: Iterable[ParameterWarning], model: ResolvedModel, usable: Usable
) -> tuple[PlanWarning, ...]:
    return (
        *(PlanWarning(pointer=w.pointer, message=w.message) for w in found),
        *(PlanWarning(pointer="/model", message=text) for text in model.warnings),
        *(PlanWarning(pointer="/dataset", message=text) for text in usable.warnings),
    )


def _collect(errors: list[FieldError], step: Callable[[], T]) -> T | None:
    """The result of a step, or None with its errors noted."""
    try:
        return step()
    except InvalidRequest as error:
        errors.extend(error.errors)
        return None
