"""Closes both its streams, works on for a moment, and ends with the exit status it is told."""

import os
import sys
import time

print("closing", flush=True)
os.close(1)
os.close(2)
time.sleep(0.3)
os._exit(int(sys.argv[1]))
