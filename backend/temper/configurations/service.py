"""What people do with configurations: read one from anywhere, write one down."""

from collections.abc import Callable
from pathlib import Path

from temper.configurations.entries import LARGEST_TEXT
from temper.configurations.read import read_configuration
from temper.configurations.schemas import (
    CheckedReading,
    Finding,
    Format,
    ReadConfiguration,
    ReadRequest,
    WriteRequest,
)
from temper.configurations.trainer_word import Ask
from temper.configurations.write import write_for_trainer, write_temper
from temper.errors import FieldError, InvalidRequest
from temper.methods.check import check
from temper.methods.installed import as_installed
from temper.methods.registry import METHODS
from temper.methods.request import PlanRequest
from temper.methods.trainer_schema import TrainerSchema
from temper.runs.planner import Planner
from temper.runs.schemas import RunDetail


class ConfigurationService:
    """Reads and writes configurations; nothing that it reads is run."""

    def __init__(
        self, planner: Planner, ask: Ask, trainer_schema: Callable[[], TrainerSchema | None]
    ) -> None:
        self._planner = planner
        self._ask = ask
        self._trainer_schema = trainer_schema

    def read(self, body: ReadRequest) -> CheckedReading:
        """Raises InvalidRequest for text that is no configuration, Conflict without a trainer."""
        reading = read_configuration(body.text, self._ask, body.filename, body.config, read_file)
        return CheckedReading(**reading.model_dump(), findings=self.findings(reading.request))

    def findings(self, request: ReadConfiguration) -> list[Finding]:
        """What a plan of the request says; where it is no whole request, what its values say."""
        try:
            missing = [
                FieldError(f"/{key}", f"No {key} is given: choose one.")
                for key in ("method", "model", "dataset")
                if not getattr(request, key)
            ]
            if missing:
                raise InvalidRequest.of(*missing, *self._of_values(request))
            warnings = self._planner.plan(as_plan_request(request)).warnings
        except InvalidRequest as error:
            return [
                Finding(severity="error", pointer=e.pointer, message=e.detail, allowed=e.allowed)
                for e in error.errors
            ]
        return [Finding(severity="warning", pointer=w.pointer, message=w.message) for w in warnings]

    def write_draft(self, body: WriteRequest, format: Format, full: bool) -> str:
        """Raises InvalidRequest, for the trainer's formats and in full also where no plan can be made."""
        if format in ("yaml", "json"):
            return write_temper(body, format, self._planner.preview(body) if full else None)
        return write_for_trainer(self._planner.preview(body), format)

    def _of_values(self, request: ReadConfiguration) -> tuple[FieldError, ...]:
        method = METHODS.get(request.method or "")
        if method is None:
            return ()
        try:
            check(as_installed(method, self._trainer_schema()), request.parameters)
        except InvalidRequest as error:
            return error.errors
        return ()


def write_run(run: RunDetail, format: Format, full: bool) -> str:
    """What a run was asked for; `full` with every value that it took."""
    if format in ("yaml", "json"):
        request = run.request.model_copy(update={"name": run.name})
        return write_temper(request, format, run.plan if full else None)
    return write_for_trainer(run.plan, format)


def as_plan_request(request: ReadConfiguration) -> PlanRequest:
    """The part that a plan is made of."""
    fields = PlanRequest.model_fields
    return PlanRequest(**{k: v for k, v in request.model_dump().items() if k in fields})


def read_file(name: str) -> str | None:
    """The text of a configuration file on this machine; None where there is no such."""
    try:
        path = Path(name).expanduser()
        if not path.is_absolute() or not path.is_file() or path.stat().st_size > 4 * LARGEST_TEXT:
            return None
        return path.read_text("utf-8")
    except (OSError, ValueError, RuntimeError):
        return None
