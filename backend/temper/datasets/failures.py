"""What goes wrong in a child, as the same error on the server's side."""

from temper.datasets.source import SourceError
from temper.errors import Conflict, FieldError, InvalidRequest, StorageError, TemperError
from temper.kit.child import TaskFailed
from temper.kit.jsonl import NotRegularFile
from temper.kit.tasks import Failure, Progress, Task


class WorkCancelled(Conflict):
    """Somebody called the work off that this request waited for."""

    code = "cancelled"


class WorkBrokeOff(Conflict):
    """The process that did the work was ended from outside, most likely for want of memory."""

    code = "work-broke-off"


def sent(task: Task) -> Task:
    """`task` with its errors as failures that reach the other side."""

    def run(request: dict[str, object], progress: Progress) -> object:
        try:
            return task(request, progress)
        except SourceError as error:
            raise Failure("source", error.detail, error.kind) from error
        except InvalidRequest as error:
            fields = [[e.pointer, e.detail, e.allowed] for e in error.errors]
            raise Failure("invalid", error.detail, fields) from error
        except StorageError as error:
            raise Failure("storage", error.detail) from error
        except TemperError as error:
            raise Failure("conflict", error.detail) from error
        except OSError as error:
            raise Failure("unreadable" if _of_file(error) else "disk", str(error)) from error

    return run


def raised(failed: Failure | TaskFailed) -> Exception:
    """The error that `sent` turned into this failure."""
    match failed.kind:
        case "source":
            return SourceError(str(failed.data), failed.detail)
        case "invalid":
            return InvalidRequest(failed.detail, tuple(FieldError(*each) for each in failed.data))
        case "storage":
            return StorageError(failed.detail)
        case "conflict":
            return Conflict(failed.detail)
        case "unreadable":
            return SourceError("unreadable", f"A file cannot be read: {failed.detail}.")
        case "disk":
            return StorageError(f"The work's result cannot be written: {failed.detail}.")
        case "memory":
            return WorkBrokeOff(failed.detail)
        case _:
            # A mistake of ours.
            return RuntimeError(failed.detail)


def _of_file(error: OSError) -> bool:
    return isinstance(error, NotRegularFile | FileNotFoundError | PermissionError)
