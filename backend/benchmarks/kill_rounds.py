"""Thirty rounds of SIGKILL to the server at random moments of a run under load.

Three readers follow each run over connections that break at random too. A round in which an event is
missing, comes twice, or in which the run ends with a wrong status, ends the benchmark with that.
"""

import random
import secrets
import statistics
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.support.report import line
from tests.faults.kill_rounds import Round, kill_round
from tests.stand_in import StandInServer

ROUNDS = 30


def main() -> None:
    seed = secrets.randbits(32)
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    rounds: list[Round] = []
    with TemporaryDirectory(prefix="temper-benchmark-") as folder:
        server = StandInServer(Path(folder, "home"))
        server.train_with("well_behaved")
        server.start()
        begun = time.perf_counter()
        try:
            while len(rounds) < ROUNDS:
                rounds.append(kill_round(server, chance, kills=chance.choice((1, 1, 2))))
        finally:
            server.clean_up()
    ends = Counter(each.end for each in rounds)
    line("rounds without an event lost, repeated or a wrong end", len(rounds), "", least=ROUNDS)
    for end, count in sorted(ends.items()):
        line(f"of them {end}", count, "")
    line("kills of the server", sum(each.kills for each in rounds), "")
    line("connections that broke", sum(each.cuts for each in rounds), "")
    line("events of a run, in the middle", statistics.median(each.events for each in rounds), "")
    line("a round takes", (time.perf_counter() - begun) / ROUNDS, "s")


if __name__ == "__main__":
    main()
