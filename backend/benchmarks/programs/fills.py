"""Stands in for a trainer: COUNT `points` or `lines` at once, then RATE a second until it is ended."""

import itertools
import json
import math
import sys
import time

kind, count, rate = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])


def say(**record: object) -> None:
    print(f"\x1e{json.dumps(record)}")


def point(iteration: int) -> None:
    """What sampling methods report, with a spike now and then."""
    wave = math.sin(iteration / 700) + 0.3 * math.sin(iteration * 12.9898)
    values = {
        "train_loss": 2 + wave + (iteration % 9973 == 0) * 8,
        "train_total_rewards_mean": wave,
        "train_total_rewards_std": 0.2 + 0.1 * abs(wave),
        "train_grouped_rewards_std": 0.2 + 0.05 * wave,
        "train_kl": 0.01 + 0.001 * wave,
        "train_average_generated_tokens": 120 + 20 * wave,
        "train_min_generated_tokens": 40 + 5 * wave,
        "train_max_generated_tokens": 220 + 30 * wave,
        "learning_rate": 1e-5 / (1 + iteration / 1e5),
        "tokens_per_second": 400 + 10 * wave,
        "iterations_per_second": 3 + 0.1 * wave,
        "peak_memory": 7.5,
    }
    if iteration == count:
        # A chart of its own, by which a page shows that it has got here.
        values["all_there"] = 1
    say(type="metric", split="train", iteration=iteration, values=values)
    if iteration % 100 == 0:
        loss = {"val_loss": 2.1 + wave}
        say(type="metric", split="valid", iteration=iteration, values=loss)


def line(number: int) -> None:
    """A line as trainers print them, some with colours."""
    loss = f"\x1b[32m{2 + math.sin(number):.3f}\x1b[0m" if number % 5 == 0 else f"{number / 7:.3f}"
    print(f"Iter {number}: loss {loss}, it/s 3.204, tokens/s 411.9, peak mem 7.512 GB")


write = point if kind == "points" else line
for number in range(1, count + 1):
    write(number)
say(type="progress", phase="training", iteration=count, total=10**6)
sys.stdout.flush()
begun = time.monotonic()
for number in itertools.count(1):
    time.sleep(max(0.0, begun + number / rate - time.monotonic()))
    write(count + number)
    sys.stdout.flush()
