"""Does not heed SIGTERM, and neither does its child."""

import os
import signal
import time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork():
    print("ready", flush=True)
while True:
    time.sleep(60)
