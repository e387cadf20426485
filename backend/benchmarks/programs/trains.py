"""Stands in for a trainer: an iteration with its figures ten times a second, until it is ended."""

import itertools
import json
import time


def say(**record: object) -> None:
    print(f"\x1e{json.dumps(record)}", flush=True)


for iteration in itertools.count(1):
    say(type="progress", phase="training", iteration=iteration, total=10**6)
    say(type="metric", split="train", iteration=iteration, values={"train_loss": 1 / iteration})
    print(f"Iter {iteration}: loss {1 / iteration:.3f}", flush=True)
    time.sleep(0.1)
