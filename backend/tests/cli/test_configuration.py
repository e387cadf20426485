"""Configuration files at the shell: every form that is known in, and every form out."""

from pathlib import Path

import httpx
import pytest
import yaml

from tests.cli.command import Temper, complaint, told

OWN = """temper: 1
name: 'no: 1'
method: sft
model: starter-model
dataset: arithmetic
parameters:
  iters: 3
  learning_rate: 1.0e-05
"""


def test_what_is_exported_trains_again(
    temper: Temper, client: httpx.Client, tmp_path: Path
) -> None:
    config = tmp_path / "own.yaml"
    config.write_text(OWN)
    run = told(temper("train", str(config), "--json"))
    assert temper("export", run["id"]).stdout == OWN
    assert told(temper("export", run["id"], "--format", "json", "--json"))["format"] == "json"
    full = yaml.safe_load(temper("export", run["id"], "--full").stdout)
    assert full["parameters"]["batch_size"] == 1
    plan = client.get(f"/runs/{run['id']}").json()["plan"]
    assert temper("export", run["id"], "--format", "trainer-yaml").stdout == plan["yaml"]
    script = tmp_path / "run.sh"
    script.write_text(temper("export", run["id"], "--format", "command").stdout)
    again = told(temper("train", str(script), "--json"))
    repeated = client.get(f"/runs/{again['id']}").json()["plan"]
    assert repeated["yaml"] == plan["yaml"]


def test_an_unknown_run_or_format_is_refused(temper: Temper) -> None:
    assert "There is n" in complaint(temper("export", "nothing"))
    assert "?format" in complaint(temper("export", "nothing", "--format", "poem"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "sums"
    folder.mkdir()
    (folder / "train.jsonl").write_text('{"prompt": "1+1?", "completion": "2"}\n' * 4)
    return folder


def test_the_trainer_s_yaml_trains_and_what_changes_is_said(
    temper: Temper, client: httpx.Client, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data.parent)
    config = data.parent / "lora.yaml"
    config.write_text(
        "model: starter-model\ntrain: true\ndata: sums\niters: 3\nbatch-size: 2\nwandb: mine\n"
    )
    ran = temper("train", str(config), "--json")
    run = told(ran)
    assert f"{config}:5: batch-size: 2: The trainer ignores this in silence" in ran.stderr
    assert f"{config}:6: wandb: mine: Left out." in ran.stderr
    assert "iters" not in ran.stderr
    request = client.get(f"/runs/{run['id']}").json()["request"]
    assert request["dataset"] == str(data)
    assert request["parameters"] == {"iters": 3, "batch_size": 2}


def test_a_script_trains_with_the_file_that_it_names(
    temper: Temper, client: httpx.Client, tmp_path: Path
) -> None:
    (tmp_path / "more.yaml").write_text("lora_parameters: {rank: 4}\n")
    script = tmp_path / "train.sh"
    script.write_text(
        "python -m mlx_lm_lora.train --model starter-model --train \\\n"
        "  --data arithmetic --iters 3 --config more.yaml\n"
    )
    run = told(temper("train", str(script), "--dataset", "arithmetic", "--json"))
    request = client.get(f"/runs/{run['id']}").json()["request"]
    assert request["parameters"] == {"iters": 3, "rank": 4}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mlx_lm_lora.train --iters abc", "invalid int value: 'abc'"),
        ("train_mode: poem\niters: 3", "There is no mode"),
        ("temper: 1\nmethod: sft\nparameters: {iters: 1, magic: 2}", 'no parameter "magic"'),
        ("x" * 500_000, "at most 100,000"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_starts(
    temper: Temper, tmp_path: Path, text: str, said: str
) -> None:
    config = tmp_path / "run.yaml"
    config.write_text(text)
    assert said in complaint(temper("train", str(config)))
