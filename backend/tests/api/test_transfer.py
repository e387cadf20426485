"""Runs as archives, metrics as tables and TensorBoard files, over HTTP."""

import gzip
import io
import json
import struct
import tarfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest

from temper.runs.transfer.crc32c import crc32c
from tests.stand_in import StandInServer, post_run, wait_for

GZIP = {"content-type": "application/gzip"}
REFUSED = "This is no run that Temper exported."


@pytest.fixture
def run(client: httpx.Client) -> str:
    run = post_run(client, name="to go")["id"]
    wait_for(client, run, "completed")
    client.patch(f"/runs/{run}", json={"notes": "é", "tags": ["x"]})
    return run


def exported(client: httpx.Client, run: str, **query: Any) -> bytes:
    answer = client.get(f"/runs/{run}/export", params=query).raise_for_status()
    assert answer.headers["content-disposition"] == f'attachment; filename="{run}.tar.gz"'
    return answer.content


def imported(client: httpx.Client, archive: bytes) -> httpx.Response:
    return client.post("/runs/import", content=archive, headers=GZIP)


def members(archive: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        found = {member.name: tar.extractfile(member) for member in tar}
        return {name: file.read() if file else b"" for name, file in found.items()}


def packed(files: dict[str, bytes], *others: tarfile.TarInfo) -> bytes:
    text = io.BytesIO()
    with tarfile.open(fileobj=text, mode="w:gz") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        for other in others:
            tar.addfile(other)
    return text.getvalue()


def test_a_run_comes_out_as_one_archive_and_goes_in_as_it_was(
    client: httpx.Client, run: str, shared_server: StandInServer
) -> None:
    adapter = shared_server.folder(run) / "adapters" / "adapters.safetensors"
    adapter.write_bytes(b"weights" * 1000)
    archive = exported(client, run)
    files = members(archive)
    assert f"{run}/plan.json" in files
    assert not {f"{run}/lock", f"{run}/supervisor.json"} & set(files)
    original = client.get(f"/runs/{run}").json()
    copy = imported(client, archive)
    assert copy.status_code == 201, copy.text
    twin = client.get(f"/runs/{copy.json()['id']}").json()
    assert twin["id"] != run
    same = (
        "name",
        "status",
        "notes",
        "tags",
        "plan",
        "result",
        "summary",
        "ended_at",
        "checkpoints",
    )
    assert {name: twin[name] for name in same} == {name: original[name] for name in same}
    assert (
        client.get(f"/runs/{twin['id']}/metrics").json()
        == client.get(f"/runs/{run}/metrics").json()
    )
    client.delete(f"/runs/{run}")
    client.delete(f"/trash/{run}")
    assert imported(client, archive).json()["id"] == run
    assert adapter.read_bytes() == b"weights" * 1000


def test_checkpoints_may_stay_behind(
    client: httpx.Client, run: str, shared_server: StandInServer
) -> None:
    (shared_server.folder(run) / "adapters" / "0000010_adapters.safetensors").write_bytes(
        b"x" * 999
    )
    numbered = f"{run}/adapters/0000010_adapters.safetensors"
    assert members(exported(client, run))[numbered] == b"x" * 999
    assert numbered not in members(exported(client, run, checkpoints=False))


def test_an_imported_run_starts_nothing_and_has_an_end(
    client: httpx.Client, run: str, shared_server: StandInServer
) -> None:
    files = members(exported(client, run))
    whole = files[f"{run}/events.jsonl"].splitlines(keepends=True)
    for log in (b"", b"".join(whole[:2]), b"".join(whole[:4]) + b'{"seq":5,"ti', None):
        changed = {k: v for k, v in files.items() if not k.endswith("events.jsonl")}
        if log is not None:
            changed[f"{run}/events.jsonl"] = log
        copy = imported(client, packed(changed)).json()
        assert copy["status"] == "failed"
        assert copy["reason"].startswith("Its log ends before the run did")
        plan = json.loads((shared_server.folder(copy["id"]) / "plan.json").read_text())
        assert (plan["launch"], plan["environment"]) == ([], {})


def link(name: str, target: str, kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


@pytest.mark.parametrize(
    "member",
    [
        link("run/adapters/a", "/etc/passwd", tarfile.SYMTYPE),
        link("run/adapters/a", "/etc/passwd", tarfile.LNKTYPE),
        link("run/pipe", "", tarfile.FIFOTYPE),
        link("run/device", "", tarfile.CHRTYPE),
        tarfile.TarInfo("run/../../escaped"),
        tarfile.TarInfo("/tmp/escaped"),
        tarfile.TarInfo("../escaped"),
        tarfile.TarInfo("run/" + "x" * 3000),
        tarfile.TarInfo("run/a\\..\\b"),
    ],
)
def test_nothing_lands_outside_of_the_run(
    client: httpx.Client, run: str, shared_server: StandInServer, member: tarfile.TarInfo
) -> None:
    before = sorted(path.name for path in shared_server.home.rglob("*"))
    answer = imported(client, packed(members(exported(client, run)), member))
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(REFUSED)
    assert sorted(path.name for path in shared_server.home.rglob("*")) == before


def test_a_log_that_names_files_elsewhere_is_refused(client: httpx.Client, run: str) -> None:
    files = members(exported(client, run))
    log = files[f"{run}/events.jsonl"].replace(b'"path":"adapters/', b'"path":"../../x/')
    assert log != files[f"{run}/events.jsonl"]
    answer = imported(client, packed(files | {f"{run}/events.jsonl": log}))
    assert answer.status_code == 422
    assert "outside" in answer.json()["detail"]


@pytest.mark.parametrize(
    "archive",
    [
        b"",
        b"no archive",
        gzip.compress(b"no tar"),
        packed({}),
        packed({"run/plan.json": b"{}"}),
        packed({"run/plan.json": b'{"run": {"id": 3}, "plan": {}}'}),
        packed({"run/plan.json": b"\xff" * 100}),
        packed({"run/plan.json": b"{}", "run/plan.json/x": b""}),
    ],
    # Not the bytes: gzip writes the time into them, and workers would name them differently.
    ids=["empty", "text", "no tar", "nothing", "no plan", "odd id", "no json", "file as folder"],
)
def test_what_is_no_run_is_refused_and_leaves_nothing(
    client: httpx.Client, shared_server: StandInServer, archive: bytes
) -> None:
    before = sorted((shared_server.home / "runs").iterdir())
    answer = imported(client, archive)
    assert answer.status_code == 422, answer.text
    assert sorted((shared_server.home / "runs").iterdir()) == before


def test_a_run_with_a_line_that_is_no_event_is_refused_and_hides_no_other(
    client: httpx.Client, run: str
) -> None:
    files = members(exported(client, run))
    broken = files[f"{run}/events.jsonl"].replace(b'"iteration":2', b'"iteration":"abc"')
    before = client.get("/runs?archived=any").json()["items"]
    answer = imported(client, packed(files | {f"{run}/events.jsonl": broken}))
    assert answer.status_code == 422
    assert "is no event. /iteration: Input should be a valid integer" in answer.json()["detail"]
    assert client.get("/runs?archived=any").json()["items"] == before


def test_one_archive_taken_in_many_times_at_once_is_as_many_runs(
    client: httpx.Client, run: str
) -> None:
    archive = exported(client, run)
    client.delete(f"/runs/{run}")
    client.delete(f"/trash/{run}")
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(partial(imported, client), [archive] * 5))
    assert [answer.status_code for answer in answers] == [201] * 5
    ids = {answer.json()["id"] for answer in answers}
    assert len(ids) == 5
    assert run in ids


def test_a_cut_archive_is_refused(client: httpx.Client, run: str) -> None:
    archive = exported(client, run)
    assert imported(client, archive[: len(archive) // 2]).status_code == 422


def test_a_run_that_trains_is_not_exported(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("forever")
    active = post_run(client)["id"]
    wait_for(client, active, "running")
    answer = client.get(f"/runs/{active}/export")
    assert answer.status_code == 409
    assert "once it has ended" in answer.json()["detail"]
    client.post(f"/runs/{active}/stop", json={"save": False})
    wait_for(client, active, "stopped")


def test_metrics_come_as_a_table_too(client: httpx.Client, run: str) -> None:
    answer = client.get(f"/runs/{run}/metrics", params={"format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.splitlines() == [
        "iteration,train_loss",
        "1,1.0",
        "2,0.5",
        "3,0.3333333333333333",
    ]


def records(data: bytes) -> list[bytes]:
    """The records of an event file, their checksums checked."""
    found: list[bytes] = []
    while data:
        (size,) = struct.unpack_from("<Q", data)
        for part, at in ((data[:8], 8), (data[12 : 12 + size], 12 + size)):
            (masked,) = struct.unpack_from("<I", data, at)
            turned = (masked - 0xA282EAD8) & 0xFFFFFFFF
            assert (turned >> 17 | turned << 15) & 0xFFFFFFFF == crc32c([part])[0]
        found.append(data[12 : 12 + size])
        data = data[16 + size :]
    return found


def test_metrics_come_as_a_tensorboard_file(client: httpx.Client, run: str) -> None:
    answer = client.get(f"/runs/{run}/tensorboard").raise_for_status()
    assert "events.out.tfevents." in answer.headers["content-disposition"]
    first, *others = records(answer.content)
    assert b"brain.Event:2" in first
    assert len(others) == 3
    for number, record in enumerate(others, 1):
        # wall_time (double), step (varint), summary { value { tag, simple_value } }
        assert record[0] == 0x09
        assert record[9:11] == bytes([0x10, number])
        assert record[11] == 0x2A
        assert b"\x0a\x0atrain_loss\x15" in record
        assert record[-4:] == struct.pack("<f", 1 / number)
