"""The `temper` command."""

import sys
from dataclasses import replace
from typing import Annotated, NoReturn

import typer

from temper import __version__
from temper.errors import TemperError
from temper.settings import Settings, SettingsError, parse_port

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port; 0 takes any free one")] = None,
    browser: Annotated[bool, typer.Option(help="Open the panel in the browser")] = True,
    demo: Annotated[bool, typer.Option(help="Also start the demo run")] = False,
) -> None:
    """Serve the panel and the API until interrupted. Runs outlive the server."""
    # Imported here: every other command starts quicker without the server.
    from temper.serve import CannotServe
    from temper.serve import serve as serve_forever

    try:
        settings = Settings.from_environment()
        if port is not None:
            settings = replace(settings, port=parse_port(str(port), "--port"))
        serve_forever(settings, open_browser=browser, demo=demo)
    except (CannotServe, TemperError, SettingsError) as error:
        _fail(str(error))


@app.command()
def version() -> None:
    """Print Temper's version."""
    typer.echo(__version__)


def main() -> None:
    """The entry point of the `temper` command."""
    app()


def _fail(message: str, code: int = 1) -> NoReturn:
    typer.echo(f"temper: {message}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
