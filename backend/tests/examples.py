"""How many generated examples a property gets: all in a thorough run, a quarter otherwise.

They are the same ones each time, so that a change meets more of them only in a thorough run.
"""

import os


def examples(count: int) -> int:
    """The examples for this run, of `count` in a thorough one."""
    return count if os.environ.get("THOROUGH_TESTS") else max(10, count // 4)
