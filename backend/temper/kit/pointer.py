"""JSON pointers (RFC 6901)."""


def escaped(name: object) -> str:
    """One step of a pointer: a member's name, or a number."""
    return str(name).replace("~", "~0").replace("/", "~1")


def pointer(*steps: object) -> str:
    """The pointer that leads through these steps; empty for the whole."""
    return "".join(f"/{escaped(step)}" for step in steps)
