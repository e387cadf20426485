"""The reward functions that a validation is asked about, by names that there are."""

from collections.abc import Sequence
from pathlib import Path

from temper.errors import FieldError, InvalidRequest
from temper.rewards.custom_file import UnreadableRewardFile, read_reward_file
from temper.rewards.library import BUILTIN_NAMES


def known_rewards(
    asked: Sequence[str], file: str | None, names_at: str, file_at: str
) -> tuple[str, ...] | None:
    """Names, split at commas; None where none is named. `file` is a person's own reward file.

    Raises InvalidRequest at `names_at` for a name that is in neither, and at `file_at`.
    """
    names = [name.strip() for some in asked for name in some.split(",")]
    known = [*BUILTIN_NAMES, *(_registered(file, file_at) if file else ())]
    strangers = [name for name in names if name and name not in known]
    if strangers:
        detail = f"There is no reward function {strangers[0][:100]!r}."
        if not file:
            detail += (
                f" Where it is from a reward file of your own, name that file too ({file_at})."
            )
        raise InvalidRequest.of(FieldError(names_at, detail, ", ".join(known)))
    return tuple(filter(None, names)) or None


def _registered(file: str, at: str) -> list[str]:
    try:
        return [reward.name for reward in read_reward_file(Path(file).expanduser())]
    except UnreadableRewardFile as error:
        raise InvalidRequest.of(FieldError(at, f"{error}.")) from error
