"""What `mlx_lm` needs to know to load an adapter that is not plain LoRA."""

import json
from pathlib import Path

from temper.kit.files import write_json


def mark_fine_tune_type(adapter_folder: Path, train_type: str) -> None:
    """Add `fine_tune_type` to `adapter_config.json`; the trainer itself leaves it out."""
    path = adapter_folder / "adapter_config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    write_json(path, {**config, "fine_tune_type": train_type})
