"""Where Temper keeps its data and how it listens."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from temper.care_limits import read_limits

DEFAULT_PORT = 8321


class SettingsError(Exception):
    """A setting from the environment or the command line that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """All settings of one server; `from_environment` reads the TEMPER_* variables."""

    home: Path = field(default_factory=lambda: Path.home() / ".temper")
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    max_upload_bytes: int = 20 * 2**30
    max_expanded_bytes: int = 200 * 2**30
    """The most that the files of a dataset may come to, unpacked."""
    max_expansion: int = 100
    """Beyond 1 GiB a packed file may unpack to so many times its size."""

    @property
    def runs(self) -> Path:
        return self.home / "runs"

    @property
    def datasets(self) -> Path:
        return self.home / "datasets"

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def database(self) -> Path:
        return self.home / "temper.db"

    @property
    def token_file(self) -> Path:
        return self.home / "token"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read TEMPER_HOME, TEMPER_PORT, TEMPER_TOKEN, TEMPER_ALLOWED_HOSTS, TEMPER_MAX_UPLOAD_BYTES,
        TEMPER_MAX_EXPANDED_BYTES, TEMPER_MAX_EXPANSION.

        What supervisors heed (`care_limits.py`) is only checked here. Raises SettingsError that names the variable.
        """
        env = os.environ if environment is None else environment
        try:
            # The supervisors of runs read these; a mistake is told before one starts.
            read_limits(env)
        except ValueError as error:
            raise SettingsError(str(error)) from error
        return cls(
            home=Path(env.get("TEMPER_HOME") or Path.home() / ".temper").expanduser().absolute(),
            port=parse_port(env.get("TEMPER_PORT") or str(DEFAULT_PORT), "TEMPER_PORT"),
            token=env.get("TEMPER_TOKEN") or None,
            allowed_hosts=tuple(
                host.strip()
                for host in env.get("TEMPER_ALLOWED_HOSTS", "").split(",")
                if host.strip()
            ),
            max_upload_bytes=_whole(
                env,
                "TEMPER_MAX_UPLOAD_BYTES",
                cls.max_upload_bytes,
                "of bytes, such as 20000000000",
            ),
            max_expanded_bytes=_whole(
                env,
                "TEMPER_MAX_EXPANDED_BYTES",
                cls.max_expanded_bytes,
                "of bytes, such as 20000000000",
            ),
            max_expansion=_whole(
                env, "TEMPER_MAX_EXPANSION", cls.max_expansion, "of times, such as 100"
            ),
        )


def parse_port(text: str, name: str) -> int:
    """A TCP port from text, 0 for any free one. Raises SettingsError."""
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise SettingsError(f"{name} is {text!r}; a port is a whole number from 0 to 65535")
    return port


def _whole(env: Mapping[str, str], name: str, default: int, of: str) -> int:
    text = env.get(name) or str(default)
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number <= 0:
        raise SettingsError(f"{name} is {text!r}; give a whole number {of}")
    return number
