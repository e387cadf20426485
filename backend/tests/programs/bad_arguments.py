"""Does not know the flag it is given."""

import argparse

parser = argparse.ArgumentParser(prog="trainer")
parser.add_argument("--iters", type=int)
parser.parse_args(["--iters", "many"])
