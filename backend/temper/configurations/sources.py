"""The model and the data that a trainer's configuration names."""

from pathlib import Path

from temper.configurations.report import Given, Report, words

_ABSOLUTE = ("/", "~")


def read_model(one: Given, report: Report) -> str | None:
    """The model as a request names it; None for what is no name."""
    return _name(one, report, "model")


def read_dataset(one: Given, report: Report) -> str | None:
    """The dataset as a request names it; None for what is no name."""
    return _name(one, report, "dataset")


def _name(one: Given, report: Report, what: str) -> str | None:
    if not isinstance(one.value, str) or not one.value.strip():
        report.say(one, "wrong", f"{words(one.value)} names no {what}.", what)
        return None
    name = one.value.strip()
    note = _of_path(name) or (_of_data(name) if what == "dataset" else "")
    message = f"Taken as {what} {words(name)}."
    report.say(one, "taken", f"{message} {note}".strip(), what)
    return name


def _of_path(name: str) -> str:
    if "$" in name or "`" in name:
        return "Only a shell fills in what stands behind $: write the path out."
    if name.startswith(("./", "../")) or name in (".", ".."):
        return "It is relative to the folder where the command is typed: write the whole path."
    return ""


def _of_data(name: str) -> str:
    if name.startswith(_ABSOLUTE):
        return "It is read there when the run starts." if Path(name).suffix == "" else ""
    return "That is a dataset by its id here; a folder wants its whole path."
