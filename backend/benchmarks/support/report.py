"""How the benchmarks print what they measured."""


def line(
    what: str, value: float, unit: str, limit: float | None = None, *, least: float | None = None
) -> None:
    """One measurement, and whether it keeps its limit: at most `limit`, at least `least`."""
    text = f"{what:<64} {value:8.2f} {unit:<3}"
    if limit is not None:
        text += f"  {'ok' if value <= limit else 'OVER'} (at most {limit:g})"
    if least is not None:
        text += f"  {'ok' if value >= least else 'UNDER'} (at least {least:g})"
    print(text.rstrip(), flush=True)
