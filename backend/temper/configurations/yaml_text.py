"""YAML read with bounds: no aliases, no tags, no depth without end; and written so that it reads back."""

import re
from typing import Any

import yaml

from temper.configurations.entries import DEEPEST, MOST_NODES, Entry, Unreadable

_FLOAT = re.compile(r"[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)[eE][-+]?\d+$")
"""YAML 1.1 takes 1e-4 for text; the trainer, and a person, mean a number."""
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "str")}


class Loader(yaml.SafeLoader):
    """As the trainer reads YAML."""


class Dumper(yaml.SafeDumper):
    """Quotes what `Loader` would not take for text."""


def _text(dumper: Any, text: str) -> yaml.ScalarNode:
    # PyYAML folds the rarer line breaks away in any other style.
    style = '"' if _BREAK.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, _text)

for _side in (Loader, Dumper):
    _side.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+0123456789."))  # pyright: ignore[reportUnknownMemberType]


def read_yaml(text: str) -> tuple[Entry, ...]:
    """The keys of a YAML mapping. Raises Unreadable."""
    try:
        return _Reader(text).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(f"{error.problem or error.context}.", mark and mark.line + 1) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable("It has a character that no text file has.", line) from error
    except yaml.YAMLError as error:
        raise Unreadable(f"It is no YAML: {error}.") from error


def write_yaml(document: dict[str, Any]) -> str:
    """Raises ValueError for what YAML cannot hold."""
    return yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100)


class _Reader:
    """Builds from the parser's events, one at a time, so that nothing grows unseen."""

    def __init__(self, text: str) -> None:
        self._loader: Any = Loader(text)
        self._lines = _BREAK.split(text)
        self._nodes = 0

    def document(self) -> tuple[Entry, ...]:
        event = self._next(yaml.StreamStartEvent)
        event = self._loader.peek_event()
        if isinstance(event, yaml.StreamEndEvent):
            raise Unreadable("There is nothing in it.")
        self._next(yaml.DocumentStartEvent)
        event = self._loader.get_event()
        if not isinstance(event, yaml.MappingStartEvent):
            raise Unreadable("It holds no mapping; write NAME: VALUE lines.", _line(event))
        entries = self._mapping(event, 1)
        self._next(yaml.DocumentEndEvent)
        event = self._loader.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            raise Unreadable("A second document begins here; a file holds one.", _line(event))
        return entries

    def _next(self, kind: type[yaml.Event]) -> None:
        event = self._loader.get_event()
        assert isinstance(event, kind)

    def _mapping(self, start: yaml.Event, depth: int) -> tuple[Entry, ...]:
        self._count(start, depth)
        entries: list[Entry] = []
        while not isinstance(event := self._loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise Unreadable("A key must be plain text.", _line(event))
            self._count(event, depth)
            line = _line(event)
            inner = self._loader.get_event()
            if isinstance(inner, yaml.MappingStartEvent):
                nested = self._mapping(inner, depth + 1)
                value: Any = {entry.key: entry.value for entry in nested}
            else:
                nested, value = None, self._value(inner, depth + 1)
            entries.append(Entry(event.value, line, self._text(line), value, nested))
        return tuple(entries)

    def _value(self, event: yaml.Event, depth: int) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return {entry.key: entry.value for entry in self._mapping(event, depth)}
        self._count(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        items: list[Any] = []
        while not isinstance(inner := self._loader.get_event(), yaml.SequenceEndEvent):
            items.append(self._value(inner, depth + 1))
        return items

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        loader = self._loader
        tag = loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag not in _SCALARS:  # A date, `=` or `<<`: no parameter is one, so it is text.
            return event.value
        try:
            return loader.construct_object(yaml.ScalarNode(tag, event.value))
        except (ValueError, IndexError, OverflowError):
            return event.value

    def _count(self, event: yaml.Event, depth: int) -> None:
        """Raises Unreadable for what no configuration needs."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable("Anchors and aliases are not read; write the value out.", _line(event))
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise Unreadable(f"The tag {tag[:60]} is not read; leave it out.", _line(event))
        self._nodes += 1
        if depth > DEEPEST or self._nodes > MOST_NODES:
            raise Unreadable("This is deeper or longer than any configuration.", _line(event))

    def _text(self, line: int) -> str:
        return self._lines[line - 1].strip() if line <= len(self._lines) else ""


def _line(event: yaml.Event) -> int:
    mark: Any = event.start_mark
    return mark.line + 1
