"""Every command, for people and with --json for scripts, against a real server."""

import json
from pathlib import Path

import httpx
import pytest

from temper import __version__
from temper.demo import data_folder
from tests.cli.command import Temper, complaint, start_temper, told
from tests.stand_in import StandInServer, post_run, wait_for

ARITHMETIC = str(data_folder() / "arithmetic")


def test_methods_and_version_need_no_server(temper: Temper, tmp_path: Path) -> None:
    methods = told(temper("methods", "--json", home=tmp_path))
    assert [method["id"] for method in methods][:4] == ["sft", "grpo", "gspo", "dr_grpo"]
    listed = temper("methods", home=tmp_path).stdout.splitlines()
    assert len(listed) == len(methods)
    assert told(temper("version", "--json", home=tmp_path))["temper"] == __version__
    assert f"temper {__version__}" in temper("version", home=tmp_path).stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command",
    [
        ["models"],
        ["runs"],
        ["logs", "x"],
        ["export", "x"],
        ["stop", "x"],
        ["resume", "x"],
        ["models", "--json"],
    ],
)
def test_without_a_server_a_command_says_how_to_start_one(
    temper: Temper, tmp_path: Path, command: list[str]
) -> None:
    assert "Start one with `temper serve`" in complaint(temper(*command, home=tmp_path))
    # A server that was killed leaves this behind, and a stranger may listen there by now.
    (tmp_path / "server.json").write_text('{"address": "http://127.0.0.1:9"}')
    (tmp_path / "server.lock").touch()
    assert "Start one with `temper serve`" in complaint(temper(*command, home=tmp_path))


def test_models(temper: Temper) -> None:
    models = told(temper("models", "--json"))
    assert "starter-model" in [model["id"] for model in models]
    assert "starter-model" in temper("models").stdout


def test_runs_are_listed_filtered_and_cut(temper: Temper, client: httpx.Client) -> None:
    made = [post_run(client, name=f"cli {n}")["id"] for n in range(2)]
    for run in made:
        wait_for(client, run, "completed")
    found = told(
        temper("runs", "--json", "--q", "cli ", "--status", "completed", "--method", "sft")
    )
    assert [run["id"] for run in found] == made[::-1]
    assert [run["id"] for run in told(temper("runs", "--json", "--limit", "1"))] == made[1:]
    first = temper("runs", "--q", "cli 0").stdout.splitlines()
    assert len(first) == 1
    assert first[0].startswith(made[0])
    assert "completed" in first[0]
    assert "3/3" in first[0]
    assert "?status" in complaint(temper("runs", "--status", "dancing"))


def test_logs_are_what_was_printed_byte_for_byte(
    temper: Temper, client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("floods", "lines", "12000")
    run = post_run(client)["id"]
    wait_for(client, run, "completed")
    assert (
        temper("logs", run).stdout_bytes == (shared_server.folder(run) / "output.log").read_bytes()
    )
    page = told(temper("logs", run, "--json"))
    assert [event["text"].split()[1] for event in page["events"]] == [str(n) for n in range(12_000)]
    for odd in ("nothing", "../../etc", "%2e%2e", "a?b#c"):
        assert "There is n" in complaint(temper("logs", odd))


def test_stop_and_resume(
    temper: Temper, client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("saves_checkpoint")
    run = post_run(client, parameters={"iters": 10})["id"]
    wait_for(client, run, "running")
    assert "only a run that has ended" in complaint(temper("resume", run))
    assert told(temper("stop", run, "--json"))["status"] == "stopping"
    wait_for(client, run, "stopped")
    assert "ended already" in complaint(temper("stop", run))
    shared_server.train_with("well_behaved")
    again = told(temper("resume", run, "--json"))
    assert again["parent_id"] == run
    wait_for(client, again["id"], "completed")
    assert "is complete" in complaint(temper("resume", again["id"]))


def test_resume_from_a_chosen_checkpoint_for_longer(
    temper: Temper, client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("trains_in_parts", "10", "bare")
    run = post_run(client, parameters={"iters": 12})["id"]
    wait_for(client, run, "failed")
    shared_server.train_with("trains_in_parts")
    said = temper("resume", run, "--checkpoint", "4", "--iters", "16")
    assert said.stdout.endswith("4 of 20 done\n")
    assert "the optimizer's moments" in said.stderr
    wait_for(client, said.stdout.split()[0], "completed")


def test_stop_without_saving(
    temper: Temper, client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("forever")
    run = post_run(client)["id"]
    wait_for(client, run, "running")
    assert temper("stop", run, "--no-save").stdout == f"{run}  stopping\n"
    wait_for(client, run, "stopped")


def test_validate_tells_ready_from_not_ready_from_misuse(temper: Temper, tmp_path: Path) -> None:
    assert told(temper("validate", ARITHMETIC, "--method", "grpo", "--json"))["ready"] is True
    assert (
        temper("validate", ARITHMETIC, "--method", "sft", "--model", "starter-model").exit_code == 0
    )
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"prompt": "a"}\n')
    not_ready = temper("validate", str(broken), "--method", "grpo")
    assert not_ready.exit_code == 1
    assert "answer" in not_ready.stdout
    as_json = temper("validate", str(broken), "--method", "grpo", "--json")
    assert (as_json.exit_code, json.loads(as_json.stdout)["ready"]) == (1, False)
    misuse = [
        ["validate"],
        ["validate", ARITHMETIC],
        ["validate", ARITHMETIC, "--method", "magic"],
        ["validate", str(tmp_path / "nothing"), "--method", "sft"],
        ["validate", ARITHMETIC, "--method", "sft", "--batch-size", "0"],
        ["validate", ARITHMETIC, "--method", "sft", "--model", "no-such-model"],
    ]
    for arguments in misuse:
        assert complaint(temper(*arguments), 2), arguments


def test_convert_writes_a_new_folder_or_nothing(temper: Temper, tmp_path: Path) -> None:
    output = tmp_path / "messages"
    done = told(
        temper("convert", ARITHMETIC, "--output", str(output), "--to", "messages", "--json")
    )
    assert done["rows"]["train"] == 200
    first = json.loads((output / "train.jsonl").read_text().splitlines()[0])
    assert [message["role"] for message in first["messages"]] == ["system", "user", "assistant"]
    again = ["convert", ARITHMETIC, "--output", str(output), "--to", "messages"]
    assert "is there already" in complaint(temper(*again), 2)
    other = str(tmp_path / "other")
    for arguments in (
        ["convert", ARITHMETIC, "--output", other, "--to", "poems"],
        ["convert", str(tmp_path / "nothing"), "--output", other, "--to", "messages"],
        ["convert", ARITHMETIC, "--output", other, "--to", "messages", "--fix", "magic"],
        ["convert", ARITHMETIC],
    ):
        assert complaint(temper(*arguments), 2), arguments
    assert [path.name for path in tmp_path.iterdir()] == ["messages"]
    text = temper("convert", ARITHMETIC, "--output", other, "--to", "prompt_completion")
    assert text.stdout == f"{other}: 200 train rows, 20 valid rows, 20 test rows\n"


def test_a_table_is_checked_converted_and_split(temper: Temper, tmp_path: Path) -> None:
    table = tmp_path / "sums.csv"
    rows = "".join(f"{n} + 1?,{n + 1}\n" for n in range(10))
    table.write_text(f"ask,solution\n{rows}{rows}")
    not_ready = temper("validate", str(table), "--method", "grpo")
    assert (not_ready.exit_code, "sums.csv" in not_ready.stdout) == (1, True)
    output = tmp_path / "out"
    mapping = ("--map", "prompt=ask", "--map", "answer=solution")
    shares = ("--valid", "0.2", "--seed", "3", "--group-by", "prompt")
    wanted = ["--output", str(output), "--to", "prompt_answer", *mapping, "--dedupe", *shares]
    done = told(temper("convert", str(table), *wanted, "--json"))
    assert done["rows"] == {"train": 8, "valid": 2}
    assert (done["lineage"]["step"], done["lineage"]["before"]["step"]) == ("split", "convert")
    ready = told(temper("validate", str(output), "--method", "grpo", "--json"))
    assert "sft" in ready["methods"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "sums.csv"]
    for misuse in (
        ["--map", "prompt"],
        ["--to", "messages", "--map", "poems=ask"],
        ["--valid", "0.6", "--test", "0.6"],
        ["--valid", "-1"],
        ["--valid", "0.1", "--group-by", "nothing"],
        [],
    ):
        assert complaint(temper("convert", str(table), "--output", str(tmp_path / "x"), *misuse), 2)


def test_with_a_model_what_is_cut_is_said(temper: Temper) -> None:
    command = ["validate", ARITHMETIC, "--method", "grpo", "--model", "starter-model"]
    assert temper(*command).exit_code == 0
    cut = temper(*command, "--max-seq-length", "16")
    assert cut.exit_code == 1
    assert "16 are kept" in cut.stdout


def test_checking_needs_no_terminal_and_no_input(tmp_path: Path) -> None:
    table = tmp_path / "sums.csv"
    table.write_text("prompt,answer\na,b\n")
    process = start_temper(tmp_path / "home", "validate", str(table), "--method", "sft", "--json")
    assert process.stdin is None
    output, errors = process.communicate(timeout=120)
    assert (process.returncode, json.loads(output)["ready"], errors) == (0, True, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["serve", "--colour"],
        ["runs", "--limit", "0"],
        ["logs"],
        ["stop"],
        ["train", "--set"],
    ],
)
def test_wrong_usage_exits_with_two(temper: Temper, arguments: list[str]) -> None:
    assert complaint(temper(*arguments), 2)


def test_every_command_has_help_and_json(temper: Temper) -> None:
    names = ["serve", "train", "validate", "convert", "methods", "models"]
    names += ["runs", "logs", "export", "stop", "resume", "version"]
    overview = temper("--help").stdout
    for name in names:
        assert name in overview
        assert "--json" in temper(name, "--help").stdout


def test_a_run_is_packed_here_and_unpacked_there(
    temper: Temper, client: httpx.Client, tmp_path: Path
) -> None:
    run = post_run(client, name="packed")["id"]
    wait_for(client, run, "completed")
    archive = tmp_path / "run.tar.gz"
    packed = told(temper("pack", run, "--output", str(archive), "--json"))
    assert packed == {"path": str(archive), "bytes": archive.stat().st_size}
    # Its id is taken here, so that it gets a new one.
    taken = told(temper("unpack", str(archive), "--json"))
    assert (taken["name"], taken["status"]) == ("packed", "completed")
    assert taken["id"] != run
    assert "packed" in temper("unpack", str(archive)).stdout


def test_packing_never_writes_over_a_file_or_leaves_a_part_of_one(
    temper: Temper, client: httpx.Client, tmp_path: Path
) -> None:
    run = post_run(client)["id"]
    wait_for(client, run, "completed")
    mine = tmp_path / "mine.tar.gz"
    mine.write_text("mine")
    assert "is there already" in complaint(temper("pack", run, "--output", str(mine)))
    assert mine.read_text() == "mine"
    complaint(temper("pack", "no-such-run", "--output", str(tmp_path / "none.tar.gz")))
    assert [file.name for file in tmp_path.iterdir()] == ["mine.tar.gz"]
    assert "run that Temper exported" in complaint(temper("unpack", str(mine)))
    assert "cannot be read" in complaint(temper("unpack", str(tmp_path / "gone.tar.gz")))
