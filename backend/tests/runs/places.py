"""The service's parts over an empty data folder, put together as the application does."""

from pathlib import Path

from temper.database import Database
from temper.datasets.service import DatasetService
from temper.models.service import ModelService
from temper.presets.service import PresetService
from temper.runs.planner import Planner
from temper.runs.run import Run
from temper.settings import Settings


def make_planner(home: Path) -> Planner:
    settings = Settings(home=home)
    for folder in (settings.home, settings.runs, settings.datasets, settings.cache):
        folder.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    datasets = DatasetService(settings, database)
    models = ModelService(settings, environment={})
    return Planner(settings, models, datasets, PresetService(database))


def a_run(run_id: str, **changes: object) -> Run:
    fields: dict[str, object] = {
        "id": run_id,
        "name": "a run",
        "method": "sft",
        "model": "starter-model",
        "dataset": "arithmetic",
        "status": "queued",
        "request": {"method": "sft", "model": "starter-model", "dataset": "arithmetic"},
        "created_at": "2026-01-31T10:00:00.000Z",
    }
    return Run(**(fields | changes))  # pyright: ignore[reportArgumentType]
