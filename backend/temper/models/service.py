"""The models of this machine, as the server asks for them."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from temper import demo
from temper.models.discover import AdapterSource, discover, places
from temper.models.resolve import ResolvedModel, resolve_model
from temper.models.schemas import ModelOut
from temper.settings import Settings

__all__ = ["ModelService", "ResolvedModel"]


def _no_adapters() -> Sequence[AdapterSource]:
    return ()


class ModelService:
    """Finds models anew at each call: folders come and go while the server runs."""

    def __init__(
        self,
        settings: Settings,
        *,
        run_adapters: Callable[[], Sequence[AdapterSource]] = _no_adapters,
        builtin: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._home = settings.home
        self._run_adapters = run_adapters
        self._builtin = demo.data_folder() if builtin is None else builtin
        self._environment = os.environ if environment is None else environment

    def list(self) -> list[ModelOut]:
        """Every model and adapter on this machine, ready or not."""
        return discover(self._builtin, self._home, self._environment, self._run_adapters())

    def resolve(self, text: str) -> ResolvedModel:
        """The model that a request names by id, path or hub name. Raises InvalidRequest."""
        found = places(self._builtin, self._home, self._environment, self._run_adapters())
        return resolve_model(text, list(found), self._environment)
