"""The trainer's YAML and command lines, read with its own parser: what becomes of each line."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from temper.configurations.schemas import Verdict
from temper.configurations.trainer_word import TrainerParser
from temper.errors import InvalidRequest
from temper.methods.check import check
from temper.methods.command import Command, build_command, shell
from temper.methods.method import Method
from temper.methods.parameter import Value
from temper.methods.registry import METHODS
from tests.configurations.asking import line_of, read, trainer
from tests.methods.requests import requests

__all__ = ["trainer"]

ROWS = 200


def command_of(method: Method, values: dict[str, Value]) -> Command:
    return build_command(
        method,
        values,
        model="/models/m",
        data="/data",
        adapter_path="/adapters",
        config_path="/config.yaml",
        train_rows=ROWS,
    )


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.id)
def test_a_command_that_temper_shows_reads_back_as_what_makes_the_same_command(
    method: Method, trainer: TrainerParser
) -> None:
    @settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
    @given(asked=requests(method))
    def round_trip(asked: dict[str, object]) -> None:
        try:
            values = check(method, asked, train_rows=ROWS).values
        except InvalidRequest:
            assume(False)
            raise
        # A line from the rate to itself is a constant rate.
        assume(values["lr_schedule"] != "linear_schedule")
        command = command_of(method, values)
        reading = read(trainer, shell(command.argv), command.yaml)
        request = reading.request
        assert (request.model, request.dataset) == ("/models/m", "/data")
        again = METHODS[request.method or ""]
        assert again.train_mode == method.train_mode
        assert (
            command_of(again, check(again, request.parameters, train_rows=ROWS).values) == command
        )
        assert {line.verdict for line in reading.lines} <= {"taken", "changed", "not_needed"}

    round_trip()


FILE = """model: organisation/name
train: true
data: /data/sums
batch-size: 8
group_size: 8
learning_rate: 1e-4
train_mode: grpo
importance_sampling_level: sequence
temperature: 1.0
iters: 500
epochs: 3
reward_functions: r1_int_reward_func, r1_count_xml
reward_weights: [1, 2]
steps_per_report: '5'
save_every:
wandb: project
mask_prompt: true
prompt_feature: question
recurrence: 3
optimizer: adamw
optimizer_config:
  adam: {}
  muon:
    momentum: 0.9
  adamw:
    weight_decay: 0.1
    momentum: 2
lora_parameters:
  rank: 16
  alpha: 32
  keys: [a]
  dropout: 2
lr_schedule:
  name: cosine_decay
  arguments: [1e-4, 489, 1e-6]
  warmup: 10
  steps: 3
fuse: true
"""

VERDICTS: dict[str, tuple[Verdict, str]] = {
    "model: organisation/name": ("taken", 'Taken as model "organisation/name".'),
    "train: true": ("not_needed", "A run always trains."),
    "data: /data/sums": ("taken", 'Taken as dataset "/data/sums".'),
    "batch-size: 8": ("changed", "ignores this in silence"),
    "group_size: 8": ("changed", "would use its command line's default 4. Taken as group_size 8."),
    "learning_rate: 1e-4": ("taken", "Taken as learning_rate 0.0001."),
    "train_mode: grpo": ("taken", "Taken as GSPO"),
    "importance_sampling_level: sequence": ("changed", 'default "token"'),
    "temperature: 1.0": ("taken", "Taken as temperature 1."),
    "iters: 500": ("taken", "Taken as iters 500."),
    "epochs: 3": ("ignored", "where iterations are given"),
    "reward_functions:": ("taken", '["r1_int_reward_func", "r1_count_xml"]'),
    "reward_weights: [1, 2]": ("changed", "stops at a list"),
    "steps_per_report: '5'": ("changed", "quoted number"),
    "save_every:": ("ignored", "the default holds"),
    "wandb: project": ("ignored", "Sends metrics"),
    "mask_prompt: true": ("ignored", "Belongs to SFT"),
    "prompt_feature": ("ignored", "Rows come from the chosen dataset"),
    "recurrence: 3": ("unknown", "Neither the trainer nor Temper"),
    "optimizer: adamw": ("taken", "adamw"),
    "adam: {}": ("not_needed", "The optimizer is adamw"),
    "muon:": ("ignored", "The optimizer is adamw"),
    "weight_decay: 0.1": ("taken", "Taken as weight_decay 0.1."),
    "momentum: 2": ("wrong", "adamw has no option momentum"),
    "rank: 16": ("taken", "Taken as rank 16."),
    "alpha: 32": ("ignored", "alpha ÷ rank"),
    "keys: [a]": ("ignored", "ignores it"),
    "dropout: 2": ("wrong", "must be below 1"),
    "name: cosine_decay": ("taken", "Taken as lr_schedule cosine_decay."),
    "arguments: [1e-4": ("taken", "lr_end 1e-06"),
    "warmup: 10": ("taken", "Taken as warmup 10."),
    "steps: 3": ("unknown", "The trainer reads no steps"),
    "fuse: true": ("not_needed", "Temper's own business"),
}


def test_every_line_of_the_trainer_s_yaml_has_its_verdict(trainer: TrainerParser) -> None:
    reading = read(trainer, FILE)
    assert reading.kind == "trainer-yaml"
    for text, (verdict, message) in VERDICTS.items():
        line = next(line for line in reading.lines if line.text.startswith(text))
        assert (text, line.verdict) == (text, verdict), line.message
        assert message in line.message
    assert len(reading.lines) == len(VERDICTS)
    request = reading.request
    assert (request.method, request.model, request.dataset) == (
        "gspo",
        "organisation/name",
        "/data/sums",
    )
    assert request.parameters == {
        "iters": 500,
        "batch_size": 8,
        "group_size": 8,
        "temperature": 1.0,
        "reward_functions": ["r1_int_reward_func", "r1_count_xml"],
        "reward_weights": [1, 2],
        "importance_sampling_level": "sequence",
        "learning_rate": 1e-4,
        "lr_schedule": "cosine_decay",
        "lr_end": 1e-6,
        "warmup": 10,
        "optimizer": "adamw",
        "weight_decay": 0.1,
        "rank": 16,
        "dropout": 2,
        "steps_per_report": 5,
    }


def test_the_rate_of_a_schedule_wins_and_the_other_is_said_to_be_ignored(
    trainer: TrainerParser,
) -> None:
    schedule = "lr_schedule: {name: exponential_decay, arguments: [1e-3, 0.9]}"
    reading = read(trainer, f"train: true\nlearning_rate: 1e-4\n{schedule}\n")
    line = line_of(reading, "learning_rate: 1e-4")
    assert (line.verdict, "0.001" in line.message) == ("ignored", True)
    assert reading.request.parameters["learning_rate"] == 1e-3


def test_a_setting_of_other_methods_in_a_mapping_is_known(trainer: TrainerParser) -> None:
    text = "train: true\njudge_config:\n  system_prompt: |\n    {prompt}\n    {response0} {response1}\n"
    line = line_of(read(trainer, f"train_mode: grpo\n{text}"), "system_prompt")
    assert (line.verdict, "Belongs to Online DPO" in line.message) == ("ignored", True)
    judged = read(trainer, f"train_mode: online_dpo\n{text}")
    assert judged.request.parameters["system_prompt"] == "{prompt}\n{response0} {response1}\n"


def test_the_trainer_s_settings_as_json_are_its_yaml_too(trainer: TrainerParser) -> None:
    reading = read(trainer, '{"train": true, "batch_size": 4,\n "group_size": 8}')
    assert reading.kind == "trainer-yaml"
    assert reading.request.parameters == {"batch_size": 4}
    assert [line.verdict for line in reading.lines] == ["not_needed", "taken", "ignored"]


COMMAND = r"""# as in the README
export TOKENIZERS_PARALLELISM=false
HF_HOME=$HOME/hub mlx.launch -n 2 --backend ring -- python -m mlx_lm_lora.train \
  --model "organisation/name" --train --data ./data \
  --train-mode grpo --batch-size abc --group-size=8 --learning 1e-4 --what 3 \
  --iters 10 -c config.yaml --grpo-loss-type bnpo --epsilon-high 0.3 \
  --sft-loss-type poem --beta 0.2 --beta 0.3 > log.txt 2>&1
"""


def test_every_argument_has_its_verdict_and_the_parser_s_own_words(trainer: TrainerParser) -> None:
    reading = read(trainer, COMMAND, "group_size: 16\nval_batches: 4\n")
    assert (reading.kind, reading.request.method) == ("command", "dapo")
    expected = {
        "export TOKENIZERS": ("not_needed", "nothing of it is run"),
        "HF_HOME=$HOME/hub": ("not_needed", "A variable of the shell"),
        "mlx.launch -n 2": ("ignored", "on this machine alone"),
        "> log.txt": ("not_needed", "keeps its log itself"),
        "--model": ("taken", 'model "organisation/name"'),
        "--train-mode": ("taken", "DAPO"),
        "--data": ("taken", "write the whole path"),
        "--batch-size abc": ("wrong", "argument --batch-size: invalid int value: 'abc'"),
        "--group-size=8": ("taken", "group_size 8"),
        "--learning 1e-4": ("taken", "learning_rate 0.0001"),
        "--what 3": ("wrong", "unrecognized arguments: --what 3"),
        "-c config.yaml": ("not_needed", "read along with the command"),
        "--sft-loss-type": ("wrong", "invalid choice: 'poem'"),
        "--beta 0.2": ("ignored", "Given again in argument 15, which wins."),
        "--beta 0.3": ("taken", "beta 0.3"),
        "group_size: 16": ("ignored", "Given again in argument 6, which wins."),
        "val_batches: 4": ("taken", "val_batches 4"),
    }
    for text, (verdict, message) in expected.items():
        line = next(line for line in reading.lines if line.text.startswith(text))
        assert (text, line.verdict) == (text, verdict), line.message
        assert message in line.message
    assert reading.request.parameters["batch_size"] == "abc"
    assert [line.source for line in reading.lines[-2:]] == ["config", "config"]


@pytest.mark.parametrize(
    "program",
    [
        "python -m mlx_lm_lora.train",
        "python3 -m mlx_lm_lora train",
        "/opt/venv/bin/mlx_lm_lora.train",
        "mlx_lm_lora train",
        "$ uv run mlx_lm_lora.train",
        "nohup python -m temper.trainer",
        "cd ~/x && python mlx_lm_lora/train.py",
        "",
    ],
)
def test_the_trainer_is_found_however_it_is_called(program: str, trainer: TrainerParser) -> None:
    reading = read(trainer, f"{program} --train --model m --iters 7".strip())
    assert (reading.kind, reading.request.method) == ("command", "sft")
    assert (reading.request.model, reading.request.parameters["iters"]) == ("m", 7)


def test_a_second_call_is_left_for_another_time(trainer: TrainerParser) -> None:
    reading = read(trainer, "mlx_lm_lora.train --model a\nmlx_lm_lora.train --model b")
    assert reading.request.model == "a"
    assert "A second call" in line_of(reading, "--model b").message


def test_the_file_that_a_command_names_is_asked_for(trainer: TrainerParser) -> None:
    for flag in ("--config x.yaml", "--config=x.yaml", "-c x.yaml", "-cx.yaml"):
        reading = read(trainer, f"mlx_lm_lora.train {flag}")
        assert reading.missing_config == "x.yaml"
        assert line_of(reading, "x.yaml").verdict == "ignored"
    assert read(trainer, "mlx_lm_lora.train -c x", "iters: 3").missing_config is None


def test_xpo_s_alpha_is_taken_as_it_was_written(trainer: TrainerParser) -> None:
    text = "mlx_lm_lora.train --train-mode xpo --judge j --alpha 0.1,0.2"
    reading = read(trainer, text)
    assert reading.request.parameters["alpha"] == [0.1, 0.2]
    line = line_of(reading, "--alpha")
    assert line.verdict == "changed"
    assert '["0", ".", "1"' in line.message


def test_what_the_file_leaves_out_is_the_trainer_s_default_where_temper_has_another(
    trainer: TrainerParser,
) -> None:
    reading = read(trainer, "train_mode: grpo\ngrpo_loss_type: bnpo\nepsilon_high: 0.4\n")
    assert reading.request.method == "dapo"
    assert reading.request.parameters["beta"] == 0.1
    assert any("beta is not given: the trainer's own 0.1" in text for text in reading.warnings)


@pytest.mark.parametrize(
    ("mode", "method", "verdict"),
    [("gspo", "gspo", "changed"), ("dr-grpo", "dr_grpo", "changed"), ("poem", "sft", "wrong")],
)
def test_a_mode_that_the_trainer_lacks(
    mode: str, method: str, verdict: str, trainer: TrainerParser
) -> None:
    reading = read(trainer, f"train_mode: {mode}\n")
    assert (reading.request.method, reading.lines[0].verdict) == (method, verdict)


def test_where_the_trainer_itself_stops_it_is_said(trainer: TrainerParser) -> None:
    reading = read(trainer, "mlx_lm_lora.train -c x", "optimizer_config: 3\nlora_parameters: []\n")
    assert [line.verdict for line in reading.lines if line.source == "config"] == ["wrong", "wrong"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("python -m mlx_lm.lora --train", "calls mlx_lm.lora, which is not the trainer here"),
        ("mlx_lm_lora.train --model 'x", "A single quote opens here"),
        ("just some words", "It holds no mapping"),
        ("", "There is nothing in it"),
        ("a: \0", "NUL"),
        ("a: 1\n" * 40_000, "at most 100,000"),
    ],
)
def test_what_is_no_configuration_is_refused(text: str, said: str, trainer: TrainerParser) -> None:
    with pytest.raises(InvalidRequest, match=said):
        read(trainer, text)
