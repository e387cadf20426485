"""The access token on disk."""

from pathlib import Path

import pytest

from temper.errors import StorageError
from temper.security.token import load_or_create_token, same_token


def test_a_token_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "token"
    token = load_or_create_token(path)
    assert len(token) >= 32
    assert load_or_create_token(path) == token
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_token_that_others_can_read_is_closed_again(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("abc\n")
    path.chmod(0o644)
    assert load_or_create_token(path) == "abc"
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_empty_or_unreadable_token_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "token").touch()
    with pytest.raises(StorageError, match="empty; delete it"):
        load_or_create_token(tmp_path / "token")
    with pytest.raises(StorageError, match="cannot be read or written"):
        load_or_create_token(tmp_path / "missing" / "token")


def test_tokens_of_any_text_can_be_compared() -> None:
    assert same_token("abc", "abc")
    assert not same_token("\ud800é", "abc")
