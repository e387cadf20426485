"""Which architectures the installed mlx-lm can build, found out without importing it."""

import ast
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_MODEL_CLASS = re.compile(r"^class Model\b", re.MULTILINE)


def unsupported(config: dict[str, Any]) -> str | None:
    """Why the trainer cannot build a model from this configuration, or None."""
    model_type = config.get("model_type")
    if not isinstance(model_type, str) or not model_type:
        return "its config.json names no model_type, so it is no language model that mlx-lm knows"
    if config.get("model_file") is not None:
        return "it needs a Python file of its own to be built, which the trainer refuses to run"
    package = _package()
    if package is None:
        return "mlx-lm is not installed"
    module = _remapped(package).get(model_type, model_type)
    if not re.fullmatch(r"[\w-]+", module) or not _is_model(package / "models" / f"{module}.py"):
        return f"the installed mlx-lm does not know the architecture {model_type[:60]}"
    return None


@lru_cache(maxsize=1)
def _package() -> Path | None:
    spec = find_spec("mlx_lm")
    locations = spec.submodule_search_locations if spec else None
    return Path(locations[0]) if locations else None


@lru_cache(maxsize=256)
def _is_model(file: Path) -> bool:
    """Whether the module defines a model, and is not one of the parts that models share."""
    try:
        return _MODEL_CLASS.search(file.read_text("utf-8")) is not None
    except OSError:
        return False


@lru_cache(maxsize=1)
def _remapped(package: Path) -> dict[str, str]:
    """mlx-lm's own table of types that it builds as others."""
    tree = ast.parse((package / "utils.py").read_bytes())
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "MODEL_REMAPPING"
            for target in node.targets
        ):
            return ast.literal_eval(node.value)
    return {}
