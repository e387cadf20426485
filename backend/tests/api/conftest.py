"""The API in this process, where nothing trains, and a real server with test programs for trainers."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from temper.main import create_app
from temper.settings import Settings
from tests.serving import TOKEN

BASE = "http://127.0.0.1:8321"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api") / "home"


@pytest.fixture(scope="module")
def app(home: Path) -> FastAPI:
    return create_app(Settings(home=home, token=TOKEN))


@pytest.fixture(scope="module")
def api(app: FastAPI) -> TestClient:
    """One for all tests of a file. Without its lifespan the application starts no runs: they wait."""
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    return TestClient(app, base_url=f"{BASE}/api/", headers=headers)


@pytest.fixture
def served(app: FastAPI) -> ASGIApp:
    async def without_lifespan(scope: Scope, receive: Receive, send: Send) -> None:
        # Runs stay in the queue: nothing trains here.
        assert scope["type"] == "http"
        await app(scope, receive, send)

    return without_lifespan
