"""The `temper` command: its parts in the order of `temper --help`."""

from dataclasses import replace
from typing import Annotated

import typer

from temper.cli import data_commands, run_commands
from temper.cli.console import Json, fail, get, plain_errors, print_json, usage_errors
from temper.settings import Settings, parse_port


def serve(
    port: Annotated[int | None, typer.Option(help="Port; 0 takes any free one")] = None,
    browser: Annotated[bool, typer.Option(help="Open the panel in the browser")] = True,
    demo: Annotated[bool, typer.Option(help="Also start the demo run")] = False,
    as_json: Json = False,
) -> None:
    """Serve the panel and the API until interrupted. Runs outlive the server."""
    # Imported here: every other command starts quicker without the server.
    from temper.serve import CannotServe
    from temper.serve import serve as serve_forever

    try:
        with plain_errors():
            settings = Settings.from_environment()
            if port is not None:
                settings = replace(settings, port=parse_port(str(port), "--port"))
            serve_forever(settings, open_browser=browser, demo=demo, as_json=as_json)
    except CannotServe as error:
        fail(str(error))


def methods(
    method_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only this one, with its presets")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the training methods and what each is for."""
    from temper.cli.catalogue import described, told

    found = usage_errors(lambda: described(Settings.from_environment(), method_id))
    if as_json:
        print_json(found)
    else:
        typer.echo(told(found))


def models(as_json: Json = False) -> None:
    """List the models and adapters on this machine."""
    items = get("/models")["items"]
    if as_json:
        print_json(items)
        return
    for item in items:
        state = "" if item["ready"] else f"  ({item['problem']})"
        typer.echo(f"{item['id']:30} {item['architecture'] or '':12} {item['path']}{state}")


def version(as_json: Json = False) -> None:
    """Print the versions of Temper and of what it trains with."""
    from temper.machine import versions

    if as_json:
        print_json(versions())
        return
    for package, number in versions().items():
        typer.echo(f"{package} {number}")


app = typer.Typer(
    name="temper",
    help="Fine-tune language models on this machine with mlx-lm-lora.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    serve,
    run_commands.train,
    data_commands.validate,
    data_commands.convert,
    methods,
    models,
    run_commands.runs,
    run_commands.logs,
    run_commands.export,
    run_commands.stop,
    run_commands.resume,
    run_commands.pack,
    run_commands.unpack,
    version,
):
    app.command()(command)


def main() -> None:
    """The entry point of the `temper` command."""
    app()
