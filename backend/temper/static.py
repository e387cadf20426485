"""The built panel: compressed at build time, cached for good where the name holds a hash."""

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

PANEL = Path(__file__).parent / "panel"

NOT_BUILT = """<!doctype html><meta charset="utf-8"><title>Temper</title>
<p>The panel is not built. Run <code>scripts/start.sh</code>, which builds it, or
<code>npm ci &amp;&amp; npm run build</code> in <code>frontend/</code>. The API works without it.</p>"""


class _PanelPath(PathConvertor):
    """Every path but the API's, where what is not there is a 404 and never a page."""

    regex = r"(?!api(?:/|$)).*"


register_url_convertor("panel", _PanelPath())
PANEL_ROUTE = "/{path:panel}"


@dataclass(frozen=True)
class _File:
    data: bytes
    media_type: str
    encoding: str | None
    etag: str


async def serve_panel(request: Request) -> Response:
    """A file of the panel, or its page for every other path, so that an address can be reloaded."""
    path = request.path_params["path"]
    file = _find(path, _encodings(request))
    if file is None and "." in path.rsplit("/", 1)[-1]:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    immutable = file is not None and path.startswith("assets/")
    file = file or _find("index.html", _encodings(request))
    if file is None:
        return HTMLResponse(NOT_BUILT, 503)
    headers = {
        "cache-control": "public, max-age=31536000, immutable" if immutable else "no-cache",
        "etag": file.etag,
        "vary": "accept-encoding",
    }
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    if file.encoding:
        headers["content-encoding"] = file.encoding
    return Response(file.data, headers=headers, media_type=file.media_type)


def _encodings(request: Request) -> tuple[str, ...]:
    accepted = request.headers.get("accept-encoding", "")
    return tuple(name for name in ("br", "gzip") if name in accepted)


def _find(path: str, encodings: tuple[str, ...]) -> _File | None:
    if "\0" in path:
        return None
    try:
        original = (PANEL / path).resolve()
        if not original.is_relative_to(PANEL.resolve()) or not original.is_file():
            return None
    except OSError:  # a name that no file system takes
        return None
    media_type = mimetypes.guess_type(original.name)[0] or "application/octet-stream"
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        compressed = original.with_name(original.name + suffix)
        if encoding in encodings and compressed.is_file():
            return _read(compressed, compressed.stat().st_mtime_ns, media_type, encoding)
    return _read(original, original.stat().st_mtime_ns, media_type, None)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, media_type: str, encoding: str | None) -> _File:
    """Kept until the file changes: a panel that is built anew is served at once."""
    data = path.read_bytes()
    return _File(data, media_type, encoding, f'"{hashlib.sha256(data).hexdigest()[:20]}"')
