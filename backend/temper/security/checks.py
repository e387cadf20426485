"""Which requests may pass: pure functions over headers."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def host_name(host_header: str) -> str | None:
    """The name in a Host header without its port, or None where it is no Host header."""
    try:
        name = urlsplit(f"//{host_header}").hostname
    except ValueError:
        return None
    return name.lower() if name else None


def host_allowed(host_header: str | None, allowed: frozenset[str]) -> bool:
    """Whether the Host names this machine: a loopback name, or one that the settings list.

    Against DNS rebinding: a foreign page's name that resolves to 127.0.0.1 is refused.
    """
    return host_header is not None and host_name(host_header) in allowed


def origin_allowed(origin: str | None, host_header: str | None) -> bool:
    """Whether an Origin, where there is one, is the server's own."""
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == (host_header or "").lower()


def bearer_token(authorization: str | None) -> str | None:
    """The token of a bearer header."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def cookie_token(cookie_header: str | None, name: str) -> str | None:
    """The token of the session cookie."""
    try:
        morsel = SimpleCookie(cookie_header or "").get(name)
    except CookieError:
        return None
    return morsel.value if morsel else None
