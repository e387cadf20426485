"""Dies of SIGTERM, but leaves a child in its group that ignores it and holds the pipes."""

import os
import signal
import time

if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("ready", flush=True)
while True:
    time.sleep(60)
