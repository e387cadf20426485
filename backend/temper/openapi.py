"""Prints the OpenAPI document, which the panel's client is generated from."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from temper.main import create_app
from temper.runs.events import EventPage
from temper.runs.schemas import RunListChange
from temper.settings import Settings


def document() -> dict[str, Any]:
    """The API's document, with the messages of the WebSockets among its schemas."""
    with tempfile.TemporaryDirectory() as home:
        app = create_app(Settings(home=Path(home), token="unused"))
        api = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
    _, sockets = models_json_schema(
        [(EventPage, "serialization"), (RunListChange, "serialization")],
        ref_template="#/components/schemas/{model}",
    )
    api["components"]["schemas"] = sockets["$defs"] | api["components"]["schemas"]
    return api


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=2, sort_keys=True)
    sys.stdout.write("\n")
