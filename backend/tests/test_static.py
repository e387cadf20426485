"""The built panel as it is served."""

import gzip
import os
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from temper import static


@pytest.fixture
def panel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>Temper</title>")
    (tmp_path / "assets" / "app-1a2b.js").write_text("plain")
    (tmp_path / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(b"packed"))
    (tmp_path.parent / "secret.txt").write_text("secret")
    monkeypatch.setattr(static, "PANEL", tmp_path)
    app = Starlette()
    app.add_route("/{path:path}", static.serve_panel)
    return TestClient(app)


def test_hashed_files_are_compressed_and_kept_for_good(panel: TestClient) -> None:
    answer = panel.get("/assets/app-1a2b.js", headers={"accept-encoding": "gzip"})
    assert answer.text == "packed"
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert "javascript" in answer.headers["content-type"]
    plain = panel.get("/assets/app-1a2b.js", headers={"accept-encoding": "identity"})
    assert plain.text == "plain"


def test_every_address_of_the_panel_can_be_reloaded(panel: TestClient) -> None:
    answer = panel.get("/runs/20260131-142305-k7q2mz")
    assert "Temper" in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    again = panel.get("/runs", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_panel_that_is_built_anew_is_served_at_once(panel: TestClient, tmp_path: Path) -> None:
    panel.get("/")
    (tmp_path / "index.html").write_text("<title>Newer</title>")
    os.utime(tmp_path / "index.html", ns=(1, 1))
    assert "Newer" in panel.get("/").text


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"])
def test_nothing_outside_the_panel_is_served(panel: TestClient, path: str) -> None:
    assert "secret" not in panel.get(path).text


@pytest.mark.parametrize("path", ["/" + "a" * 300 + ".js", "/a%00b.js", "/missing.js"])
def test_a_file_that_cannot_be_is_not_found(panel: TestClient, path: str) -> None:
    assert panel.get(path).status_code == 404
