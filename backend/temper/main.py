"""The application: routers, middleware, lifespan and the built panel."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse

import temper.configurations.routes
import temper.datasets.derived_routes
import temper.datasets.job_routes
import temper.datasets.routes
import temper.datasets.token_routes
import temper.datasets.upload_routes
import temper.health
import temper.methods.routes
import temper.models.routes
import temper.presets.routes
import temper.runs.history_routes
import temper.runs.queue_routes
import temper.runs.routes
import temper.runs.transfer.routes
import temper.runs.ws
from temper import __version__, demo
from temper.body_limit import BodyLimitMiddleware
from temper.configurations.service import ConfigurationService
from temper.configurations.trainer_word import TrainerParser
from temper.datasets.derived.remembered import MappingStore
from temper.datasets.derived.service import DerivedService
from temper.datasets.formats import DatasetShape
from temper.datasets.service import DatasetService
from temper.datasets.token_service import TokenService
from temper.errors import FieldError, InvalidRequest, NotFound, StorageError
from temper.kit.garbage import quiet_garbage_collection
from temper.methods.registry import METHODS, get_method
from temper.models.service import ModelService
from temper.presets.finding import PresetFinder
from temper.presets.service import PresetService
from temper.problems import RESPONSES, install_problem_handlers
from temper.rescue import open_database
from temper.reserve import FULL
from temper.runs.planner import Planner
from temper.runs.schemas import RunRequest
from temper.runs.service import RunService
from temper.runs.store import RunStore
from temper.runs.sweeps import SweepService
from temper.runs.trainer_schema_cache import TrainerSchemaCache
from temper.runs.transfer.service import TransferService
from temper.security.checks import LOOPBACK
from temper.security.middleware import Access, AccessMiddleware
from temper.security.token import load_or_create_token
from temper.settings import Settings
from temper.static import PANEL_ROUTE, serve_panel

DESCRIPTION = """Fine-tunes language models on this machine with mlx-lm-lora.

Send the token of `$TEMPER_HOME/token` as `Authorization: Bearer <token>`. Errors are RFC 9457
problems whose `errors` name every wrong field by JSON pointer."""


def create_app(settings: Settings) -> FastAPI:
    """The whole service. Raises StorageError when the data folder cannot be used."""
    _make_folders(settings)
    token = settings.token or load_or_create_token(settings.token_file)

    app = FastAPI(
        title="Temper",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    _build_services(app, settings)
    install_problem_handlers(app)
    app.include_router(_api())
    app.add_route(PANEL_ROUTE, serve_panel, include_in_schema=False)
    app.add_middleware(BodyLimitMiddleware)
    hosts = LOOPBACK | {host.lower() for host in settings.allowed_hosts}
    app.add_middleware(AccessMiddleware, access=Access(token, hosts))
    return app


def _dataset_shape(method_id: str) -> DatasetShape:
    try:
        return get_method(method_id).dataset_shape
    except NotFound as error:
        raise InvalidRequest.of(FieldError("?method", error.detail, ", ".join(METHODS))) from error


def _methods_for(shapes: Iterable[DatasetShape]) -> list[str]:
    wanted = set(shapes)
    return [method.id for method in METHODS.values() if method.dataset_shape in wanted]


def _train_mode(method_id: str) -> str:
    return get_method(method_id).train_mode


def _make_folders(settings: Settings) -> None:
    with data_folder(settings):
        for folder in (settings.home, settings.runs, settings.datasets, settings.cache):
            folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def data_folder(settings: Settings) -> Generator[None]:
    """What cannot be written in the data folder says so. Raises StorageError."""
    try:
        yield
    except OSError as error:
        remedy = "Free some space on its disk" if error.errno in FULL else "Make it writable"
        raise StorageError(
            f"The data folder {settings.home} cannot be written ({error.filename or settings.home}:"
            f" {error.strerror}). {remedy}, or set TEMPER_HOME to another folder."
        ) from error


def _build_services(app: FastAPI, settings: Settings) -> None:
    database = open_database(settings.database)
    app.state.settings = settings
    app.state.datasets = DatasetService(settings, database, _methods_for)
    app.state.derived = DerivedService(app.state.datasets, MappingStore(database))
    app.state.models = ModelService(settings, run_adapters=lambda: app.state.runs.adapters())
    app.state.dataset_shape = _dataset_shape
    app.state.train_mode = _train_mode
    app.state.tokens = TokenService(
        settings.cache,
        app.state.datasets.jobs,
        to_lines=app.state.datasets.work.lines_within,
    )
    app.state.trainer_schemas = TrainerSchemaCache(settings.cache)
    app.state.trainer_schema = app.state.trainer_schemas.read
    app.state.presets = PresetService(database)
    app.state.preset_finder = PresetFinder(app.state.models, app.state.datasets, app.state.tokens)
    app.state.planner = Planner(
        settings,
        app.state.models,
        app.state.datasets,
        app.state.presets,
        app.state.trainer_schema,
        app.state.tokens,
    )
    app.state.trainer_parser = TrainerParser()
    app.state.configurations = ConfigurationService(
        app.state.planner, app.state.trainer_parser.ask, app.state.trainer_schema
    )
    store = RunStore(database)
    app.state.runs = RunService(store, app.state.planner, settings.runs, settings.home / "trash")
    app.state.transfer = TransferService(app.state.runs, settings.runs)
    app.state.sweeps = SweepService(app.state.planner, app.state.runs, store)
    app.state.hub = app.state.runs.hub


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    runs: RunService = app.state.runs
    runs.hub.open(asyncio.get_running_loop())
    runs.open()
    app.state.datasets.open()
    app.state.trainer_schemas.start()
    with quiet_garbage_collection():
        yield
    runs.close()
    app.state.trainer_schemas.close()
    app.state.trainer_parser.close()
    app.state.tokens.close()
    app.state.datasets.close()


def _api() -> APIRouter:
    api = APIRouter(prefix="/api")
    api.include_router(temper.health.router)
    api.include_router(temper.methods.routes.router)
    api.include_router(temper.presets.routes.router)
    api.include_router(temper.models.routes.router)
    api.include_router(temper.datasets.job_routes.router)
    api.include_router(temper.datasets.upload_routes.router)
    api.include_router(temper.datasets.routes.router)
    api.include_router(temper.datasets.derived_routes.router)
    api.include_router(temper.datasets.token_routes.router)
    api.include_router(temper.runs.queue_routes.router)
    api.include_router(temper.runs.history_routes.router)
    api.include_router(temper.runs.transfer.routes.router)
    api.include_router(temper.runs.routes.router)
    api.include_router(temper.runs.ws.router)
    api.include_router(temper.configurations.routes.router)
    api.add_api_route(
        "/demo",
        _demo,
        summary="The demo run's request, to post to /runs",
        tags=["runs"],
        responses=RESPONSES,
    )
    api.add_api_route("/docs", _docs, include_in_schema=False)
    return api


def _demo() -> RunRequest:
    """GRPO on the built-in starter model, whose reward visibly rises within two minutes."""
    return RunRequest(**demo.request())


def _docs() -> HTMLResponse:
    return get_swagger_ui_html(
        openapi_url="/api/openapi.json",
        title="Temper API",
        swagger_js_url="/swagger/swagger-ui-bundle.js",
        swagger_css_url="/swagger/swagger-ui.css",
        swagger_favicon_url="/favicon.svg",
    )
