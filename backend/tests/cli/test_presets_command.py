"""Presets at the shell: shown for a method, and taken by a run."""

from pathlib import Path

import httpx

from tests.cli.command import Temper, complaint, told

SFT = ("train", "--method", "sft", "--model", "starter-model", "--dataset", "arithmetic")


def test_a_run_takes_a_preset_under_its_own_values(temper: Temper, client: httpx.Client) -> None:
    run = told(temper(*SFT, "--preset", "quick", "--set", "rank=4", "--json"))
    plan = client.get(f"/runs/{run['id']}").json()["plan"]
    assert plan["preset"]["title"] == "Quick try"
    assert plan["parameters"]["iters"]["origin"] == "preset"
    assert plan["parameters"]["rank"]["value"] == 4


def test_a_config_file_names_one_and_a_flag_wins(
    temper: Temper, client: httpx.Client, tmp_path: Path
) -> None:
    config = tmp_path / "run.yaml"
    config.write_text("method: sft\nmodel: starter-model\ndataset: arithmetic\npreset: thorough\n")
    for flags, title in (((), "Thorough"), (("--preset", "quick"), "Quick try")):
        run = told(temper("train", str(config), *flags, "--json"))
        assert client.get(f"/runs/{run['id']}").json()["plan"]["preset"]["title"] == title


def test_an_unknown_one_is_refused_with_those_that_there_are(temper: Temper) -> None:
    said = complaint(temper(*SFT, "--preset", "magic"))
    assert said.startswith('temper: /preset: SFT has no preset "magic"')


def test_a_method_shows_its_presets_with_and_without_a_server(
    temper: Temper, client: httpx.Client, tmp_path: Path
) -> None:
    body = {"name": "Mine", "method": "ppo", "parameters": {"iters": 7}}
    own = client.post("/presets", json=body).json()
    alone = temper("methods", "ppo", home=tmp_path)
    served = temper("methods", "ppo")
    for shown in (alone, served):
        assert shown.exit_code == 0
        assert "--preset balanced  Balanced: " in shown.stdout
        assert "1,000 training rows are assumed" in shown.stdout
    assert f"--preset {own['id']}  Mine" in served.stdout
    assert "Mine" not in alone.stdout
    found = told(temper("methods", "ppo", "--json"))
    assert [each["id"] for each in found["presets"]] == ["quick", "balanced", "thorough", own["id"]]
    assert "There is no method" in complaint(temper("methods", "magic"), code=2)
