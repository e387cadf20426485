"""Each defect that validation names makes the bare trainer fail, or train on something else."""

from pathlib import Path

import pytest

from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.validate import validate
from tests.real_trainer.defects import Defect
from tests.real_trainer.known_defects import DEFECTS
from tests.real_trainer.test_datasets_limits import BY_TOKENS

pytestmark = pytest.mark.real_trainer

IMPORTED = "about a file that the trainer cannot read at all: Temper makes JSON lines of it"
NOT_THE_TRAINERS = {
    "changed": "the trainer reads the file once; what was checked is then not what it reads",
    "gave_up": "says that Temper stopped counting other kinds",
    "line_too_long": "a limit of Temper's own: what reads any file in little memory needs one",
    "missing_file": "there is nothing to train on",
    "overlap": "it trains; the validation loss then says too little",
    "overlap_normalised": "it trains; the validation loss then says too little",
    "overlap_held_out": "it trains; the loss on the test rows then says nothing new",
    "duplicate": "it trains, and learns the row more often than others",
    "duplicate_normalised": "it trains, and learns the row more often than others",
    **dict.fromkeys(
        (
            "corrupt_file",
            "encrypted_file",
            "decompression_bomb",
            "too_large",
            "too_many_columns",
            "no_space",
            "several_configs",
            "several_files",
            "too_many_files",
            "csv_columns",
            "csv_quotes",
            "csv_header",
            "column_left_out",
            "not_finite_value",
        ),
        IMPORTED,
    ),
}
"""Kinds that no run of the trainer shows, and why they are named all the same."""


def test_each_kind_is_proved_or_has_a_reason() -> None:
    proved = {defect.kind for defect in DEFECTS}
    assert proved | BY_TOKENS | set(NOT_THE_TRAINERS) == set(KINDS)
    assert not (proved | BY_TOKENS) & set(NOT_THE_TRAINERS)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.kind}-{defect.shape}")
def test_validation_names_what_the_trainer_fails_on_or_takes_wrongly(
    tmp_path: Path, defect: Defect
) -> None:
    folder = defect.laid(tmp_path)
    report = validate(folder, defect.shape, defect.options)
    found = {problem.kind: problem for problem in report.problems}
    assert defect.kind in found, report.verdict
    assert report.ready == (KINDS[defect.kind].severity == "warning")
    defect.trainer(folder)
