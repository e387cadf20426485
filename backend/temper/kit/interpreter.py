"""How this installation of Temper starts another Python that finds the same Temper."""

import os
import sys
import sysconfig
from pathlib import Path

import temper


def command(module: str, *arguments: str) -> list[str]:
    """The argv that runs one of our modules."""
    # -P: modules come from where Temper is installed, not from the folder that it works in.
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """This process's variables, such that `temper` is found also from a checkout."""
    # Code that a person wrote, or a library, has no business with the access token.
    variables = {name: value for name, value in os.environ.items() if name != "TEMPER_TOKEN"}
    home = str(Path(temper.__file__).absolute().parent.parent)
    if home not in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib")):
        others = variables.get("PYTHONPATH", "").split(os.pathsep)
        variables["PYTHONPATH"] = os.pathsep.join([home, *filter(None, others)])
    return variables
