"""Models are found where people keep them, and named by id, path or hub name."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from temper.errors import InvalidRequest
from temper.models.discover import AdapterSource
from temper.models.routes import router
from temper.models.service import ModelService
from temper.settings import Settings
from tests.models.model_folders import write_adapter, write_model


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "temper"


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    return tmp_path / "hub"


def service(home: Path, hub: Path, *adapters: AdapterSource, offline: bool = False) -> ModelService:
    environment = {"HF_HUB_CACHE": str(hub), "HF_HUB_OFFLINE": "1" if offline else "0"}
    return ModelService(Settings(home=home), run_adapters=lambda: adapters, environment=environment)


def cached(hub: Path, name: str, commit: str = "abc") -> Path:
    """A model as the hub's own tools keep it."""
    entry = hub / f"models--{name.replace('/', '--')}"
    (entry / "refs").mkdir(parents=True)
    (entry / "refs" / "main").write_text(commit)
    return write_model(entry / "snapshots" / commit)


def refused(models: ModelService, text: str) -> str:
    with pytest.raises(InvalidRequest) as caught:
        models.resolve(text)
    (error,) = caught.value.errors
    assert error.pointer == "/model"
    return error.detail


def test_everything_on_the_machine_is_listed(home: Path, hub: Path, tmp_path: Path) -> None:
    write_model(home / "models" / "mine")
    write_model(home / "models" / "org" / "theirs")
    cached(hub, "mlx-community/small")
    adapter = AdapterSource("run-1", "My run", write_adapter(tmp_path / "run"), "starter-model")
    found = {m.id: m for m in service(home, hub, adapter).list()}
    assert {id: (m.source, m.kind, m.ready) for id, m in found.items()} == {
        "starter-model": ("builtin", "model", True),
        "mine": ("home", "model", True),
        "org/theirs": ("home", "model", True),
        "mlx-community/small": ("hub_cache", "model", True),
        "run-1": ("run", "adapter", True),
    }
    assert found["run-1"].base == "starter-model"


def test_what_is_not_ready_is_listed_with_the_reason(home: Path, hub: Path) -> None:
    (write_model(home / "models" / "half") / "tokenizer.json").unlink()
    (home / "models" / "empty").mkdir()
    found = {m.id: m for m in service(home, hub).list()}
    assert not found["half"].ready
    assert "tokenizer" in (found["half"].problem or "")
    assert "config.json" in (found["empty"].problem or "")


def test_the_first_of_a_name_keeps_it(home: Path, hub: Path) -> None:
    twin = write_model(home / "models" / "starter-model")
    models = service(home, hub)
    assert [m.id for m in models.list()] == ["starter-model", str(twin)]
    assert models.resolve("starter-model").out.source == "builtin"
    assert models.resolve(str(twin)).location == str(twin)


def test_an_id_a_path_and_a_home_path_lead_to_a_folder(
    home: Path, hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_model(tmp_path / "somewhere" / "m")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    models = service(home, hub)
    for text in (str(folder), "~/somewhere/m", "./somewhere/m"):
        resolved = models.resolve(text)
        assert (resolved.location, resolved.name, resolved.warnings) == (str(folder), "m", ())
        assert resolved.out.source == "path"


def test_a_cached_model_is_used_without_a_download(home: Path, hub: Path) -> None:
    snapshot = cached(hub, "org/small")
    resolved = service(home, hub, offline=True).resolve("org/small")
    assert (resolved.location, resolved.warnings) == (str(snapshot), ())


def test_a_model_of_the_hub_that_is_not_here_will_be_downloaded(home: Path, hub: Path) -> None:
    resolved = service(home, hub).resolve("org/far-away")
    assert resolved.location == "org/far-away"
    assert "will download" in resolved.warnings[0]
    assert "HF_HUB_OFFLINE" in refused(service(home, hub, offline=True), "org/far-away")


def test_half_a_download_goes_on(home: Path, hub: Path) -> None:
    (cached(hub, "org/small") / "model.safetensors").unlink()
    resolved = service(home, hub).resolve("org/small")
    assert resolved.location == "org/small"
    assert "download what is missing" in resolved.warnings[0]
    assert "lacks model" in refused(service(home, hub, offline=True), "org/small")


def test_a_cached_model_that_cannot_be_built_is_refused(home: Path, hub: Path) -> None:
    (cached(hub, "org/bert") / "config.json").write_text('{"model_type": "bert"}')
    assert "architecture bert" in refused(service(home, hub), "org/bert")


def test_an_adapter_is_no_model_to_start_from(home: Path, hub: Path, tmp_path: Path) -> None:
    folder = write_adapter(tmp_path / "run")
    models = service(home, hub, AdapterSource("run-1", "My run", folder, "starter-model"))
    detail = refused(models, "run-1")
    assert "(starter-model)" in detail
    assert f"{folder}/adapters.safetensors as resume_adapter_file" in detail


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("starter-modl", "did you mean starter-model?"),
        ("", "is empty"),
        ("a\0b", "characters"),
        ("\ud800", "characters"),
        ("nothing", "there are starter-model"),
        ("a/b/c", "there are starter-model"),
        ("../" * 50 + "etc", "it lacks"),
        ("/nowhere/at/all", "is not there"),
        ("~nobody-by-this-name/m", "is not there"),
        ("--train", "there are starter-model"),
        ("org/../up", "There is no model"),
    ],
)
def test_what_is_no_model_is_refused(home: Path, hub: Path, text: str, found: str) -> None:
    assert found in refused(service(home, hub), text)


def test_the_listing_is_served(home: Path, hub: Path) -> None:
    app = FastAPI()
    app.include_router(router)
    app.state.models = service(home, hub)
    listing = TestClient(app).get("/models").json()
    assert [item["id"] for item in listing["items"]] == ["starter-model"]
    assert listing["next_cursor"] is None
