"""What pydantic found wrong, in words."""

import pytest
from pydantic import BaseModel, ValidationError

from temper.kit.invalid import in_words


class Part(BaseModel):
    size: int


class Whole(BaseModel):
    parts: list[Part]


def test_a_fault_is_a_pointer_and_words_without_names_of_classes_or_addresses() -> None:
    with pytest.raises(ValidationError) as found:
        Whole.model_validate({"parts": [{"size": "x"}, 5]})
    words = in_words(found.value)
    assert words.startswith("/parts/0/size: Input should be a valid integer")
    assert words.endswith("; /parts/1: Input should be an object")
    assert in_words(found.value, skip=2).startswith("/size: ")


def test_many_faults_are_named_by_the_first_few() -> None:
    with pytest.raises(ValidationError) as found:
        Whole.model_validate({"parts": [{} for _ in range(100)]})
    assert in_words(found.value).count("; ") == 2
