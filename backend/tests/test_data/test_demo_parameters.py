"""The demo is a request that the catalogue takes without a complaint."""

import json
from pathlib import Path

from temper.methods.check import check
from temper.methods.registry import get_method

TEST_DATA = Path(__file__).parents[3] / "test_data"
DEMO = json.loads((TEST_DATA / "demo.json").read_text())


def test_its_parameters_are_accepted_without_a_warning() -> None:
    assert check(get_method(DEMO["method"]), DEMO["parameters"], train_rows=200).warnings == ()


def test_its_model_and_dataset_are_in_the_test_data() -> None:
    assert (TEST_DATA / DEMO["model"] / "config.json").is_file()
    assert (TEST_DATA / DEMO["dataset"] / "train.jsonl").is_file()


def test_it_reports_every_iteration_so_that_the_reward_climbs_live() -> None:
    assert DEMO["parameters"]["steps_per_report"] == 1
