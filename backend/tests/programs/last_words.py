"""Prints what it is given and gives up, as native code does when an exception goes uncaught."""

import os
import sys

print(sys.argv[1], file=sys.stderr, flush=True)
os.abort()
