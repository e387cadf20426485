"""Starts two ranks as mlx.launch does, each a shell that turns into the command, and waits for them.

See RemoteProcess in mlx/_distributed_utils/launch.py. With `away` a rank starts a session of its own.
"""

import subprocess
import sys

RANK = "import os, sys, time; sys.argv[1:] and os.setsid(); print('rank', os.getpid(), flush=True); time.sleep(600)"
words = " ".join(sys.argv[1:])
ranks = [
    subprocess.Popen(
        f'export MLX_RANK={rank}; cmd=({sys.executable} -c "{RANK}" {words}); exec "${{cmd[@]}}"',
        shell=True,
        executable="/bin/bash",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for rank in range(2)
]
for rank in ranks:
    assert rank.stdout is not None
    print(rank.stdout.readline(), end="", flush=True)
print('\x1e{"type": "progress", "phase": "training", "iteration": 1}', flush=True)
print("ready", flush=True)
for rank in ranks:
    rank.wait()
