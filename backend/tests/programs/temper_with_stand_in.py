"""The `temper` command with a test program in the trainer's place, which `stand-in.json` names.

`stand-in.json` lies in the data folder and holds a command line, read anew for each run.
"""

import json
import os
from pathlib import Path

from temper.cli.app import main
from temper.runs import materialise


def stand_in(_command: list[str]) -> list[str]:
    return json.loads((Path(os.environ["TEMPER_HOME"]) / "stand-in.json").read_text())


materialise.launch = stand_in
main()
