"""Ends as it is told: `status N`, `signal NAME`, `raise TEXT`, each after an optional result outcome."""

import os
import signal
import sys

how, what, *said = sys.argv[1:]
print("the last words", flush=True)
for outcome in said:
    print(f'\x1e{{"type": "result", "outcome": "{outcome}", "reason": "As said."}}', flush=True)
if how == "signal":
    os.kill(os.getpid(), signal.Signals[what])
if how == "raise":
    raise ValueError(what)
sys.exit(int(what))
