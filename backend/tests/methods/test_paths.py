"""Files that parameters name are looked at before a run is planned."""

from pathlib import Path

import pytest

from temper.errors import InvalidRequest
from temper.methods.check import check
from temper.methods.parameter import Value
from temper.methods.paths import check_paths
from temper.methods.registry import METHODS
from tests.models.model_folders import write_safetensors

GOOD = """
from mlx_lm_lora.trainer.grpo_reward_functions import register_reward_function

@register_reward_function("brief")
def brevity(prompts, completions, answer, types=None):
    return [1.0 / (1 + len(c)) for c in completions]
"""


def checked(**parameters: object) -> dict[str, Value]:
    return check_paths(check(METHODS["grpo"], parameters).values)


def refused(**parameters: object) -> dict[str, str]:
    with pytest.raises(InvalidRequest) as caught:
        checked(**parameters)
    return {e.pointer.removeprefix("/parameters/"): e.detail for e in caught.value.errors}


def adapter(path: Path, rank: int = 8) -> Path:
    return write_safetensors(
        path, {"q.lora_a": ("F32", [16, rank]), "q.lora_b": ("F32", [rank, 16])}
    )


def test_relative_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    adapter(tmp_path / "a.safetensors")
    monkeypatch.chdir(tmp_path)
    values = checked(resume_adapter_file="a.safetensors")
    assert values["resume_adapter_file"] == str(tmp_path / "a.safetensors")


def test_home_is_the_person_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    adapter(tmp_path / "a.safetensors")
    monkeypatch.setenv("HOME", str(tmp_path))
    values = checked(resume_adapter_file="~/a.safetensors")
    assert values["resume_adapter_file"] == str(tmp_path / "a.safetensors")


def test_an_adapter_that_is_not_there_or_torn_is_refused(tmp_path: Path) -> None:
    missing, torn = tmp_path / "missing.safetensors", tmp_path / "torn.safetensors"
    torn.write_bytes(adapter(tmp_path / "whole.safetensors").read_bytes()[:-1])
    assert "No such file" in refused(resume_adapter_file=str(missing))["resume_adapter_file"]
    assert "cut off" in refused(resume_adapter_file=str(torn))["resume_adapter_file"]
    assert "is a folder" in refused(resume_adapter_file=str(tmp_path))["resume_adapter_file"]


def test_an_adapter_of_another_rank_or_kind_is_refused(tmp_path: Path) -> None:
    lora = str(adapter(tmp_path / "a.safetensors", rank=16))
    whole = str(write_safetensors(tmp_path / "w.safetensors", {"q.weight": ("F32", [4, 4])}))
    assert "rank 16, not 8" in refused(resume_adapter_file=lora)["rank"]
    assert checked(resume_adapter_file=lora, rank=16)["rank"] == 16
    full = refused(resume_adapter_file=lora, train_type="full")
    assert "Holds lora weights" in full["resume_adapter_file"]
    assert "Holds full weights" in refused(resume_adapter_file=whole)["resume_adapter_file"]
    assert checked(resume_adapter_file=whole, train_type="full")


def test_own_functions_are_found_in_the_file_without_running_it(tmp_path: Path) -> None:
    file = tmp_path / "rewards.py"
    file.write_text(GOOD + "\nraise SystemExit('this file was run')\n")
    values = checked(reward_functions=["brief", "r1_count_xml"], reward_functions_file=str(file))
    assert values["reward_functions_file"] == str(file)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(:", "line 1"),
        ("x = 1", "registers no reward function"),
        ("\0", "null bytes"),
        ("# coding: nonsense\n", "unknown encoding"),
        ("(" * 5000, "is no Python"),
    ],
)
def test_a_file_that_cannot_work_is_refused(tmp_path: Path, source: str, found: str) -> None:
    file = tmp_path / "rewards.py"
    file.write_text(source)
    problems = refused(reward_functions=["brief"], reward_functions_file=str(file))
    assert found in problems["reward_functions_file"]


def test_a_name_that_the_file_does_not_register_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rewards.py"
    file.write_text(GOOD)
    # The function's own name is not the one that it is registered under.
    problems = refused(reward_functions=["brevity"], reward_functions_file=str(file))
    assert 'no "brevity"' in problems["reward_functions"]


def test_a_function_that_the_trainer_cannot_call_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rewards.py"
    file.write_text(GOOD.replace("answer, types=None", "answers"))
    problems = refused(reward_functions=["brief"], reward_functions_file=str(file))
    assert "answer, types" in problems["reward_functions_file"]


def test_every_problem_with_files_is_named_at_once(tmp_path: Path) -> None:
    problems = refused(
        resume_adapter_file=str(tmp_path / "no"),
        reward_functions=["brief"],
        reward_functions_file=str(tmp_path / "no.py"),
    )
    assert set(problems) == {"resume_adapter_file", "reward_functions_file"}


@pytest.mark.parametrize("name", ["resume_adapter_file", "reward_functions_file"])
def test_a_path_that_no_file_system_takes_is_refused_at_its_field(name: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        checked(**{name: "/" + "a" * 1000 + ".py"})
    assert [error.pointer for error in refusal.value.errors] == [f"/parameters/{name}"]
