"""Ends the process when the supervisor is gone, so that nothing trains on unseen."""

import os
import threading
import time

INTERVAL = 0.25
"""Seconds between two looks."""
ORPHANED = 70
"""Exit status; nobody is left to read it."""


def end_with_parent() -> None:
    """Watch the present parent in a thread and end this process soon after it ended."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(INTERVAL)
        os._exit(ORPHANED)

    threading.Thread(target=watch, name="parent watchdog", daemon=True).start()
