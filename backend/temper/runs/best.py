"""Which checkpoint is best, and by what: pure, and the same for the trainer's wrapper and the server."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

Better = Callable[[float, float], bool]

REWARDS = ("train_total_rewards_mean", "train_reward_mean", "train_rewards")
"""GRPO and its kin, KLPO, REINFORCE: there a loss tells nothing about how good the model is."""
VALIDATION = "val_loss"
LOSS = "train_loss"


def _higher(one: float, other: float) -> bool:
    return one > other


def _lower(one: float, other: float) -> bool:
    return one < other


MEASURES: tuple[tuple[str, Better], ...] = (
    *((name, _higher) for name in REWARDS),
    (VALIDATION, _lower),
    (LOSS, _lower),
)
"""What checkpoints are judged by, first choice first."""


@dataclass(frozen=True)
class Best:
    """The best checkpoint, the measure it was judged by, and its value."""

    iteration: int
    measure: str
    value: float


@dataclass
class Scores:
    """The reports of a run, as far as checkpoints are judged by them."""

    _reports: dict[str, dict[int, float]] = field(default_factory=dict[str, dict[int, float]])

    def note(self, iteration: int, values: Mapping[str, float | None]) -> None:
        """Take in one report."""
        for name, _ in MEASURES:
            value = values.get(name)
            # The validation of iteration 1 comes before its update: it judges the untrained model.
            if value is not None and not (name == VALIDATION and iteration == 1):
                self._reports.setdefault(name, {})[iteration] = value

    def of(self, name: str, checkpoints: Iterable[int]) -> dict[int, float]:
        """The value of each checkpoint: the newest report since the checkpoint before it."""
        found: dict[int, float] = {}
        reports = sorted(self._reports.get(name, {}).items())
        earlier = 0
        for checkpoint in sorted(set(checkpoints)):
            since = [value for at, value in reports if earlier < at <= checkpoint]
            if since:
                found[checkpoint] = since[-1]
            earlier = checkpoint
        return found

    def best(self, checkpoints: Iterable[int], among: Iterable[int] | None = None) -> Best | None:
        """The best of the checkpoints (of those `among` them that are still there).

        It is judged by the first measure that any of them has; of equals the first is best.
        """
        saved = set(checkpoints)
        there = saved if among is None else set(among)
        for name, better in MEASURES:
            best: Best | None = None
            for iteration, value in self.of(name, saved).items():
                if iteration in there and (best is None or better(value, best.value)):
                    best = Best(iteration, name, value)
            if best is not None:
                return best
        return None
