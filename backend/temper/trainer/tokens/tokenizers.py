"""A model's tokenizer, loaded as the trainer loads it; the last two are held."""

from collections import OrderedDict
from importlib import import_module
from pathlib import Path
from typing import Any

from temper.kit.tasks import Failure

_HELD = 2
_held: OrderedDict[tuple[str, str], Any] = OrderedDict()


def tokenizer_of(folder: str, state: str) -> Any:
    """The tokenizer in `folder`, anew where `state` differs. Raises Failure `tokenizer`."""
    key = folder, state
    if key not in _held:
        _held[key] = load(Path(folder))
        while len(_held) > _HELD:
            _held.popitem(last=False)
    _held.move_to_end(key)
    return _held[key]


def load(folder: Path) -> Any:
    """As `mlx_lm_lora.utils.from_pretrained` does, without the weights. Raises Failure `tokenizer`."""
    utils: Any = import_module("mlx_lm.utils")
    chat_template: Any = import_module("mlx_lm_lora.chat_template")
    try:
        config = utils.load_config(folder)
        loaded = utils.load_tokenizer(folder, eos_token_ids=config.get("eos_token_id"))
        chat_template.ensure_chat_template(loaded)
    except Exception as error:  # files of strangers: anything can be wrong with them
        words = " ".join(str(error).split())[:400] or type(error).__name__
        detail = f"The tokenizer in {folder} cannot be loaded: {words}"
        raise Failure("tokenizer", detail) from error
    return loaded
