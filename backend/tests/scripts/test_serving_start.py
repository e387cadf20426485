"""The whole of `scripts/start.sh`, in this checkout, where everything is set up."""

import json
import os
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "exported", [{}, {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}]
)
def test_it_prints_the_address_and_ends_with_ctrl_c(
    tmp_path: Path, exported: dict[str, str]
) -> None:
    subprocess.run(["bash", ROOT / "scripts" / "build_panel.sh"], check=True, capture_output=True)
    process = subprocess.Popen(
        [ROOT / "scripts" / "start.sh", "--no-browser", "--port", "0"],
        cwd=tmp_path,
        env=os.environ | {"TEMPER_HOME": str(tmp_path), "TEMPER_TOKEN": "secret"} | exported,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        address, _, token = process.stdout.readline().rstrip("\n").partition("/?token=")
        assert token == "secret"
        with urllib.request.urlopen(f"{address}/api/health") as answer:
            assert json.load(answer)["status"] == "ok"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()
