"""Saves a checkpoint, trains on, and is killed."""

import os
import signal

PATH = "adapters/0000004_adapters.safetensors"
print(f'\x1e{{"type": "checkpoint", "iteration": 4, "path": "{PATH}", "bytes": 1}}')
print('\x1e{"type": "progress", "phase": "training", "iteration": 5}', flush=True)
os.kill(os.getpid(), signal.SIGKILL)
