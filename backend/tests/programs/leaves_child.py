"""Completes, but leaves a child that keeps its pipes open; `away`: in a session of its own.

With `crash` it does not complete.
"""

import os
import sys
import time

ready, tell = os.pipe()
if os.fork() == 0:
    if "away" in sys.argv:
        os.setsid()
    print(f"child {os.getpid()}", flush=True)
    os.write(tell, b".")
    time.sleep(20)
    sys.exit()
os.read(ready, 1)
if "crash" in sys.argv:
    sys.exit(1)
print('\x1e{"type": "result", "outcome": "completed", "reason": "Finished."}', flush=True)
