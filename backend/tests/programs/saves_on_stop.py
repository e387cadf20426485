"""Trains until the stop file asks it to save, as the wrapper does."""

import json
import os
import time
from pathlib import Path

stop = Path(os.environ["TEMPER_STOP_FILE"])
print('\x1e{"type": "progress", "phase": "training", "iteration": 1}', flush=True)
while not (stop.exists() and json.loads(stop.read_bytes())["save"]):
    time.sleep(0.01)
print("saved", flush=True)
print(
    '\x1e{"type": "result", "outcome": "stopped", "reason": "Saved.", "iterations": 7}', flush=True
)
