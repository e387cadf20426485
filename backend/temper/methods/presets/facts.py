"""What presets adapt to: rows, model and machine, as far as they are known."""

from dataclasses import dataclass
from typing import Literal

Size = Literal["tiny", "small", "medium", "large"]
SIZES: tuple[Size, ...] = ("tiny", "small", "medium", "large")
_BELOW: tuple[tuple[int, Size], ...] = (
    (100_000_000, "tiny"),
    (2_000_000_000, "small"),
    (10_000_000_000, "medium"),
)

ASSUMED_ROWS = 1_000
ASSUMED_SIZE: Size = "medium"


@dataclass(frozen=True)
class RowLengths:
    """Lengths in tokens of what the sequence limit cuts; of a random sample where rows are many."""

    p95: int
    p99: int
    longest: int
    longest_answer: int | None = None
    """Set where completions must have room for the answers of the rows."""


@dataclass(frozen=True)
class PresetFacts:
    """Null where something is not known; presets then take what `assumptions` says."""

    train_rows: int | None = None
    valid_rows: int | None = None
    """0 where the dataset has no validation rows."""
    parameters: int | None = None
    """Weights of the model."""
    model_bytes: int | None = None
    layers: int | None = None
    max_position: int | None = None
    quantizable: bool = False
    """Whether its weights can be quantized to 4 bits while loading."""
    lengths: RowLengths | None = None
    memory: int | None = None
    """Bytes that the device has for model and training together."""

    @property
    def rows(self) -> int:
        """Training rows, or the assumed number."""
        return ASSUMED_ROWS if self.train_rows is None else max(1, self.train_rows)

    @property
    def size(self) -> Size:
        """What the number of weights comes to."""
        if self.parameters is None:
            return ASSUMED_SIZE
        for limit, size in _BELOW:
            if self.parameters < limit:
                return size
        return "large"

    @property
    def largest_batch(self) -> int:
        """The trainer needs a full batch of training rows, and of validation rows where there are any."""
        return min(self.rows, self.valid_rows) if self.valid_rows else self.rows

    def assumptions(self) -> tuple[str, ...]:
        """What is taken for granted where it is not known, a sentence each."""
        found: list[str] = []
        if self.train_rows is None:
            found.append(f"{ASSUMED_ROWS:,} training rows are assumed until a dataset is chosen.")
        if self.parameters is None:
            found.append(
                "A model of a few billion weights is assumed until one is chosen that is here."
            )
        return tuple(found)


def rows_in_words(facts: PresetFacts) -> str:
    """`Your 512 rows`, to begin a sentence with."""
    if facts.train_rows is None:
        return f"{ASSUMED_ROWS:,} assumed rows"
    return "Your one row" if facts.rows == 1 else f"Your {facts.rows:,} rows"


def model_in_words(facts: PresetFacts) -> str:
    """`a model of 0.8 million weights`."""
    if facts.parameters is None:
        return "an assumed model of a few billion weights"
    return f"a model of {_count(facts.parameters)} weights"


def _count(number: int) -> str:
    for unit, word in ((1_000_000_000, "billion"), (1_000_000, "million")):
        if number >= unit // 10:
            return f"{number / unit:.1f} {word}".replace(".0 ", " ")
    return f"{number:,}"


def bytes_in_words(number: int) -> str:
    """`16 GB`."""
    return f"{number / 1e9:.1f} GB".replace(".0 ", " ")
