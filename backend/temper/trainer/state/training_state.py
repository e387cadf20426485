"""Everything beside the weights that the next iteration depends on, taken and put back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import FrameType
from typing import Any

import mlx.core as mx

from temper.trainer.state.batch_order import BatchOrder
from temper.trainer.state.loop import carried, put_back, training_frame
from temper.trainer.state.randomness import randomness, restore_randomness

PACKAGES = ("mlx", "mlx-lm-lora", "mlx-lm", "numpy")


@dataclass(frozen=True)
class Resumed:
    """Where an earlier run stood: its state, or None where only its weights are left."""

    iteration: int
    tree: dict[str, Any] | None = None


class TrainingState:
    """The optimizer, the loop, the random generators and the order of the rows of this process."""

    def __init__(self) -> None:
        self.order = BatchOrder()
        self._optimizer: Any = None
        self._accumulation = 1
        self._resumed: Resumed | None = None

    def resume(self, resumed: Resumed) -> None:
        """Begin the training loop where this one stood."""
        self._resumed = resumed

    def watch(self, train: Callable[..., None]) -> Callable[..., None]:
        """The same training function, whose optimizer is known here and goes on where it stood."""

        def watched(**call: Any) -> None:
            self._optimizer = call["optimizer"]
            self._accumulation = call["args"].gradient_accumulation_steps
            if self._resumed is not None:
                # Before the loop takes hold of the optimizer's state to compile its step over it.
                self._begin(self._resumed)
            train(**call)

        return watched

    def enter_loop(self, frame: FrameType | None) -> None:
        """The loop around this frame is about to begin."""
        loop = training_frame(frame)
        if loop is not None and self._resumed is not None and self._resumed.tree is not None:
            put_back(loop, self._resumed.tree["loop"])
            # Last of all: nothing may draw in between.
            restore_randomness(self._resumed.tree["random"])
        # Its arrays are as large as the optimizer's own, which goes on without them.
        self._resumed = None

    def take(self, iteration: int, frame: FrameType) -> dict[str, Any]:
        """The state after this iteration, as a tree that a file can hold."""
        return {
            "iteration": iteration,
            "updates": int(self._optimizer.state["step"].item()),
            "versions": versions(),
            "optimizer_name": type(self._optimizer).__name__,
            "optimizer": self._optimizer.state,
            "loop": carried(frame),
            "random": randomness(),
            "order": self.order.state(),
        }

    @property
    def is_known(self) -> bool:
        """Whether a training loop has begun that can be asked."""
        return self._optimizer is not None

    def _begin(self, resumed: Resumed) -> None:
        self._restore_optimizer(resumed)
        self.order.resume(resumed.tree["order"] if resumed.tree else None)

    def _restore_optimizer(self, resumed: Resumed) -> None:
        state, scheduled = self._optimizer.state, self._optimizer._schedulers
        if resumed.tree is not None:
            # A rate that no schedule changes is the command's own.
            kept = {} if "learning_rate" in scheduled else {"learning_rate": state["learning_rate"]}
            self._optimizer.state = {**resumed.tree["optimizer"], **kept}
            return
        updates = resumed.iteration // self._accumulation
        state["step"] = mx.array(updates, mx.uint64)
        if updates:
            for name, schedule in scheduled.items():
                state[name] = schedule(mx.array(updates - 1, mx.uint64))


def versions() -> dict[str, str]:
    """The packages on which the last bit depends."""
    found: dict[str, str] = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def why_it_does_not_fit(
    tree: Mapping[str, Any], iteration: int, optimizer: str, shapes: Mapping[str, tuple[int, ...]]
) -> str | None:
    """Why a state is not one of this run, or None where it is.

    `shapes` are those of the tensors that are trained.
    """
    missing = {"iteration", "optimizer_name", "optimizer", "loop", "random", "order"} - tree.keys()
    if missing:
        return f"it lacks {', '.join(sorted(missing))}"
    if tree["iteration"] != iteration:
        return f"it is of iteration {tree['iteration']}, not {iteration}"
    if tree["optimizer_name"].lower() != optimizer.lower():
        return f"it is of {tree['optimizer_name']}, and this run uses {optimizer}"
    for name, moments in _moments(tree["optimizer"]):
        if shapes.get(name) != moments:
            return f"its optimizer holds other numbers for {name} than this run trains"
    return None


def _moments(node: Any, at: str = "") -> list[tuple[str, tuple[int, ...]]]:
    """The tensors that an optimizer has moments of, with the shape of the first one."""
    if isinstance(node, mx.array):
        # `layers.0.lora_a.m` is of `layers.0.lora_a`; `step` and the like stand at the top.
        name = at.rpartition(".")[0]
        return [(name, tuple(node.shape))] if name else []
    items = node.items() if isinstance(node, dict) else enumerate(node)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType, reportUnknownArgumentType]
    found = [_moments(child, f"{at}.{key}" if at else str(key)) for key, child in items]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return [pair for part in found for pair in part]
