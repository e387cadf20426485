"""`temper methods`: the training methods; of one of them also what its presets set."""

from dataclasses import asdict
from typing import Any

from temper.cli.client import Client, read_token, running_address
from temper.methods.method import Method
from temper.methods.presets.built_in import LEVELS, built_in
from temper.methods.presets.facts import PresetFacts
from temper.methods.registry import METHODS, get_method
from temper.methods.wording import shown
from temper.settings import Settings

Described = list[dict[str, Any]] | dict[str, Any]


def described(settings: Settings, method_id: str | None) -> Described:
    """All methods, or one with its presets. Raises NotFound."""
    if method_id is None:
        return [asdict(method) for method in METHODS.values()]
    method = get_method(method_id)
    found = _presets(settings, method)
    return asdict(method) | {"presets": found["items"], "assumptions": found["assumptions"]}


def told(found: Described) -> str:
    """The same for people."""
    if isinstance(found, list):
        return "\n".join(f"{each['id']:10} {each['title']}: {each['summary']}" for each in found)
    lines = [f"{found['title']}: {found['summary']}", "", found["description"], ""]
    lines += [*found["assumptions"], ""]
    for preset in found["presets"]:
        summary = f": {preset['summary']}" if preset["summary"] else ""
        lines.append(f"--preset {preset['id']}  {preset['title']}{summary}")
        for name, value in preset["parameters"].items():
            lines.append(f"  {name}: {shown(value)}  {preset['reasons'][name]}")
        lines.append("")
    return "\n".join(lines).rstrip()


def _presets(settings: Settings, method: Method) -> dict[str, Any]:
    """Those of one's own are among them where a server runs."""
    address = running_address(settings)
    if address is not None:
        with Client(address, read_token(settings)) as client:
            return client.call("GET", f"/methods/{method.id}/presets")
    facts = PresetFacts()
    return {
        "items": [asdict(built_in(level, method, facts)) for level in LEVELS],
        "assumptions": [*facts.assumptions()],
    }
