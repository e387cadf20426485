"""The one error type of the service, answered as an RFC 9457 problem."""

from dataclasses import dataclass


def readable(pointer: str) -> str:
    """A pointer to read: cut, and without the halves of characters that no terminal takes."""
    return pointer[:200].encode("utf-8", "replace").decode()


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one part of a request.

    `pointer` is a JSON pointer into the request body (`/parameters/group_size`), a query parameter
    (`?limit`) or a header; `detail` says what was found and what to do; `allowed` what would pass.
    """

    pointer: str
    detail: str
    allowed: str | None = None


class TemperError(Exception):
    """A request that cannot be served: what is wrong, where, and what to do."""

    status = 400
    code = "bad-request"
    title = "The request cannot be served"

    def __init__(self, detail: str, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors


class InvalidRequest(TemperError):
    """The body was read, and parts of it are wrong; `errors` names every one."""

    status = 422
    code = "invalid-request"
    title = "The request has errors"

    @classmethod
    def of(cls, *errors: FieldError) -> "InvalidRequest":
        named = (f"{readable(e.pointer)}: {e.detail}" if e.pointer else e.detail for e in errors)
        detail = "; ".join(named)
        return cls(detail, errors)


class NotFound(TemperError):
    """There is no such thing."""

    status = 404
    code = "not-found"
    title = "Not found"


class Conflict(TemperError):
    """The thing exists, but its present state does not allow this."""

    status = 409
    code = "conflict"
    title = "Not possible in the present state"


class AccessDenied(TemperError):
    """The request carries no valid token, or comes from a foreign host or origin."""

    status = 401
    code = "access-denied"
    title = "Access denied"


class ForbiddenOrigin(AccessDenied):
    """The request names a Host or Origin that is not this server's own."""

    status = 403
    code = "forbidden-origin"


class TooLarge(TemperError):
    """The body is larger than the settings allow."""

    status = 413
    code = "too-large"
    title = "Too large"


class StorageError(TemperError):
    """The data folder cannot be read or written."""

    status = 507
    code = "storage"
    title = "The data folder cannot be used"
