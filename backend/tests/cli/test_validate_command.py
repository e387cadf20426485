"""`temper validate` takes reward functions that there are, of the trainer or of one's own file."""

import json
from pathlib import Path

from tests.cli.command import complaint, run_here

ROW = {"prompt": "2 + 3?", "answer": "The sum is five.", "system": "Add."}


def test_unknown_reward_functions_are_wrong_usage(tmp_path: Path) -> None:
    data, own = tmp_path / "train.jsonl", tmp_path / "own.py"
    data.write_text(json.dumps(ROW) + "\n")
    own.write_text("@register_reward_function()\ndef mine(**rest):\n    return []\n")
    command = ["validate", str(data), "--method", "grpo", "--reward-functions"]
    said = complaint(run_here(tmp_path / "home", *command, "mine"), 2)
    assert "--reward-functions: There is no reward function 'mine'." in said
    assert "r1_accuracy_reward_func" in said and "--reward-functions-file" in said
    known = run_here(tmp_path / "home", *command, "mine", "--reward-functions-file", str(own))
    assert known.exit_code == 0
    assert "sentences" not in known.stdout
    assert "sentences" in run_here(tmp_path / "home", *command[:-1]).stdout
