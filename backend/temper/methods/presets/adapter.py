"""How much of the model a preset trains, and how it fits into memory."""

from temper.methods.presets.choices import Choices
from temper.methods.presets.facts import bytes_in_words, model_in_words

_MANY_ROWS = 1_000
_FEW_ROWS = 500
_LAST_LAYERS = 16


def choose_adapter(choices: Choices) -> None:
    """Rank, layers and dropout of the adapter; what memory asks for."""
    if not choices.trains_everything:
        _rank(choices)
        _layers(choices)
        _dropout(choices)
        _quantization(choices)
    _checkpointing(choices)


def _rank(choices: Choices) -> None:
    many = choices.facts.rows >= _MANY_ROWS
    if choices.level == "quick":
        return
    if choices.method.family != "answers":
        if choices.level == "thorough":
            reason = "Twice the default, for a longer run; what rewards and pairs teach needs little room."
            choices.choose("rank", 16, reason)
        return
    rank = {"balanced": 16 if many else 8, "thorough": 32 if many else 16}[choices.level]
    choices.choose(
        "rank",
        rank,
        f"{choices.facts.rows:,} rows hold much to learn: a wider adapter has room for it."
        if many
        else "A wider adapter than usual; few rows would be learned by heart with a still wider one.",
    )


def _layers(choices: Choices) -> None:
    layers = choices.facts.layers
    wide = choices.facts.size == "large" or (
        choices.facts.size == "medium" and choices.level == "quick"
    )
    if layers is None or layers <= _LAST_LAYERS or not wide or choices.level == "thorough":
        return
    choices.choose(
        "num_layers",
        _LAST_LAYERS,
        f"Only the last {_LAST_LAYERS} of {layers} layers learn: quicker, in less memory, and where "
        "answers are shaped most.",
    )


def _dropout(choices: Choices) -> None:
    if choices.level == "thorough" and choices.facts.rows < _FEW_ROWS:
        choices.choose(
            "dropout",
            0.05,
            "Several passes over few rows tempt to learn them by heart: this hinders.",
        )


def _quantization(choices: Choices) -> None:
    """A reference model is loaded unquantized beside it, so there it would not help."""
    facts = choices.facts
    if facts.memory is None or facts.model_bytes is None or not facts.quantizable:
        return
    if choices.has("reference_model_path") or facts.model_bytes < 0.6 * facts.memory:
        return
    choices.choose(
        "load_in_4bits",
        True,
        f"The weights alone take {bytes_in_words(facts.model_bytes)} of the machine's "
        f"{bytes_in_words(facts.memory)}: in 4 bits they take about a quarter of that.",
    )


def _checkpointing(choices: Choices) -> None:
    facts = choices.facts
    if facts.memory and facts.model_bytes and facts.model_bytes > 0.3 * facts.memory:
        reason = (
            f"The weights take {bytes_in_words(facts.model_bytes)} of the machine's "
            f"{bytes_in_words(facts.memory)}: this saves memory, for more time."
        )
    elif facts.size == "large" or (facts.size == "medium" and choices.level != "quick"):
        reason = (
            f"The inside of {model_in_words(facts)} is large: this saves most of it, for more time."
        )
    else:
        return
    choices.choose("grad_checkpoint", True, reason)
