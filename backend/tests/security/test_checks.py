"""Which requests may pass."""

import pytest

from temper.security.checks import (
    LOOPBACK,
    bearer_token,
    cookie_token,
    host_allowed,
    origin_allowed,
)


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost:8321", "LOCALHOST", "[::1]:8321"])
def test_loopback_hosts_pass(host: str) -> None:
    assert host_allowed(host, LOOPBACK)


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "127.0.0.1.evil.example:8321", "[::1", "localhost@evil", "a:b:c"],
)
def test_every_other_host_is_refused(host: str | None) -> None:
    assert not host_allowed(host, LOOPBACK)


def test_a_listed_host_passes() -> None:
    assert host_allowed("mac.local:8321", LOOPBACK | {"mac.local"})


@pytest.mark.parametrize(
    ("origin", "passes"),
    [
        (None, True),
        ("http://127.0.0.1:8321", True),
        ("http://127.0.0.1:9999", False),
        ("http://localhost:8321", False),
        ("https://evil.example", False),
        ("null", False),
        ("http://[bad", False),
        ("file://127.0.0.1:8321", False),
    ],
)
def test_only_the_server_s_own_origin_passes(origin: str | None, passes: bool) -> None:
    assert origin_allowed(origin, "127.0.0.1:8321") is passes


def test_tokens_are_found_in_header_and_cookie() -> None:
    assert bearer_token("Bearer abc") == "abc"
    assert bearer_token("bearer  abc ") == "abc"
    assert bearer_token("Basic abc") is None
    assert bearer_token(None) is None
    assert cookie_token("a=b; temper_session_1=abc", "temper_session_1") == "abc"
    assert cookie_token("a=b", "temper_session_1") is None
    assert cookie_token(None, "temper_session_1") is None
