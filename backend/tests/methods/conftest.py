"""What the installed trainer says of itself, read once."""

import pytest

from temper.methods.trainer_schema import TrainerSchema
from tests.methods.trainer_child import child


@pytest.fixture(scope="session")
def schema() -> TrainerSchema:
    return TrainerSchema.model_validate(child("-m", "temper.trainer.describe"))
