"""A stop that saves ends the real trainer at its next iteration, with an adapter that loads."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.supervised import SupervisedRun, living_group, wait_until
from tests.trainer import wrapped

pytestmark = pytest.mark.real_trainer

LOADS = "import sys, mlx_lm; mlx_lm.load(sys.argv[1], adapter_path=sys.argv[2])"


def test_save_and_stop_leaves_an_adapter_that_loads(tmp_path: Path) -> None:
    wrapped.write_messages(tmp_path)
    wrapped.write_config(tmp_path)
    flags = ("--train", "--train-mode", "sft", "--data", "data", "--config", "config.yaml")
    long = ("--iters", "100000", "--steps-per-report", "1", "--steps-per-eval", "100000")
    run = SupervisedRun(tmp_path, wrapped.command(*flags, *long), wrapped.surroundings())
    run.start()
    try:
        wait_until(lambda: len(run.events("metric")) > 3, "the training")
        run.stop(save=True)
        run.wait_for_status("stopping")
        before = len(run.events("metric"))
        result = run.wait_for_result()
        assert result["outcome"] == "stopped"
        assert len(run.events("metric")) - before <= 10, "it ends at once"
        assert living_group(run.trainer()) == []
        adapter = run.folder / result["adapter"]
        load = [sys.executable, "-c", LOADS, str(wrapped.STARTER_MODEL), str(adapter.parent)]
        subprocess.run(load, check=True, capture_output=True)
    finally:
        run.clean_up()
