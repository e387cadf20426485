"""Where things stand in a run folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RunFolder:
    """The paths of one run; see docs/run-folder.md."""

    path: Path

    @property
    def run_id(self) -> str:
        return self.path.name

    @property
    def plan_file(self) -> Path:
        return self.path / "plan.json"

    @property
    def config_file(self) -> Path:
        return self.path / "config.yaml"

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def events(self) -> Path:
        return self.path / "events.jsonl"

    @property
    def earlier(self) -> Path:
        """The metrics of the runs that this one goes on from, up to where it does."""
        return self.path / "earlier.jsonl"

    @property
    def output_log(self) -> Path:
        return self.path / "output.log"

    @property
    def stop_file(self) -> Path:
        return self.path / "stop.json"

    @property
    def words_file(self) -> Path:
        return self.path / "notes.json"

    @property
    def supervisor_file(self) -> Path:
        return self.path / "supervisor.json"

    @property
    def adapters(self) -> Path:
        return self.path / "adapters"
