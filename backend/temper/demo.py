"""The starter model and datasets that come with Temper, and the demo run on them."""

from pathlib import Path
from typing import Any

from temper.errors import NotFound
from temper.kit.files import read_json

_PACKAGED = Path(__file__).parent / "demo_data"
_CHECKOUT = Path(__file__).parents[2] / "test_data"


def data_folder() -> Path:
    """The folder with starter-model, arithmetic, sample and demo.json: packaged, or the checkout's."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def request() -> dict[str, Any]:
    """The demo run, as a body for `POST /runs`. Raises NotFound."""
    demo = read_json(data_folder() / "demo.json")
    if demo is None:
        raise NotFound(f"This installation has no demo: {data_folder()}/demo.json is missing.")
    return demo
