"""Names that Temper itself gives to runs: made of what people called their data, yet fit to be shown."""

LONGEST = 200
"""Characters of a name."""


def visible(text: str, room: int = LONGEST) -> str:
    """A name that can be seen and typed, whatever the text holds; empty where nothing of it can."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown.strip()[:room].strip()
