"""What pydantic found wrong, in words for people: where, and what would be right."""

from pydantic import ValidationError

from temper.kit.pointer import pointer

MOST_NAMED = 3
_NO_OBJECT = {"model_type", "model_attributes_type", "dataclass_type", "dict_type"}


def in_words(error: ValidationError, skip: int = 0) -> str:
    """The first few faults as `/pointer: words`; `skip` leaves out that many steps of each pointer."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(
        f"{_pointer(item['loc'][skip:])}{_words(item['type'], item['msg'])}"
        for item in found[:MOST_NAMED]
    )


def without_prefix(message: str) -> str:
    """The words of a validator of ours, before which pydantic sets its own."""
    return message.removeprefix("Value error, ")


def _pointer(place: tuple[int | str, ...]) -> str:
    text = pointer(*place)
    # A name out of a file may be anything.
    return f"{ascii(text[:200])[1:-1]}: " if text else ""


def _words(kind: str, message: str) -> str:
    if kind in _NO_OBJECT:
        # Pydantic names a class here.
        return "Input should be an object"
    return without_prefix(message)[:200]
