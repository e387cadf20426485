"""The commands; each with `--json` for scripts."""

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar
from urllib.parse import quote

import typer

from temper.errors import StorageError, TemperError
from temper.settings import Settings, SettingsError, parse_port

app = typer.Typer(
    name="temper",
    help="Fine-tune language models on this machine with mlx-lm-lora.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

T = TypeVar("T")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts")]
RunId = Annotated[str, typer.Argument(help="The run's id, as `temper runs` shows it")]


@app.command()
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


@app.command()
def train(
    config: Annotated[
        Path | None,
        typer.Argument(help="Temper's YAML or JSON, the trainer's YAML, or a script that calls it"),
    ] = None,
    method: Annotated[str | None, typer.Option(help="sft, grpo, gspo, dr_grpo")] = None,
    model: Annotated[str | None, typer.Option(help="A model id, folder or hub name")] = None,
    dataset: Annotated[str | None, typer.Option(help="A dataset id, folder or file")] = None,
    name: Annotated[str | None, typer.Option(help="A name for the run")] = None,
    preset: Annotated[
        str | None, typer.Option(help="quick, balanced, thorough, or the id of your own")
    ] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE; may be repeated")
    ] = None,
    detach: Annotated[bool, typer.Option(help="Start it and return")] = False,
    as_json: Json = False,
) -> None:
    """Start a run and follow it; exits 0 only when it completed."""
    from temper.cli.training import read_request, start, train_to_end

    with plain_errors():
        settings = Settings.from_environment()
        request = read_request(config, method, model, dataset, name, parameter or [], preset)
        run = start(settings, request) if detach else train_to_end(settings, request, as_json)
    if as_json:
        print_json(run)
    else:
        typer.echo(f"{run['id']}  {run['status']}  {run['reason'] or ''}".rstrip())
    if not detach and run["status"] != "completed":
        raise typer.Exit(1)


@app.command()
def validate(
    path: Annotated[Path, typer.Argument(help="A folder or file, in any format that is read")],
    method: Annotated[str, typer.Option(help="The method it should serve")],
    batch_size: Annotated[int, typer.Option(min=1, help="Rows in a batch")] = 1,
    mask_prompt: Annotated[bool, typer.Option(help="Whether only answers are learned")] = False,
    reward_functions: Annotated[
        str | None, typer.Option(help="Names, separated by commas; by default the trainer's")
    ] = None,
    reward_functions_file: Annotated[
        str | None, typer.Option(help="A reward file of your own, whose names may stand there")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="The model it should train: adds what its tokens come to")
    ] = None,
    max_seq_length: Annotated[int, typer.Option(min=1, help="With --model: the limit")] = 2048,
    max_completion_length: Annotated[
        int | None, typer.Option(min=1, help="With --model: room for an answer")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a dataset; exits 0 when it is ready, 1 when it is not, 2 on wrong usage."""
    from temper.cli.derived import said_by_options
    from temper.cli.offline import Tokens, validate_data
    from temper.datasets.validation.options import ValidationOptions
    from temper.datasets.validation.rewards import known_rewards

    tokens = Tokens(model, max_seq_length, max_completion_length) if model else None

    def step() -> tuple[dict[str, Any], str]:
        at = ("--reward-functions", "--reward-functions-file")
        with said_by_options():
            rewards = known_rewards([reward_functions or ""], reward_functions_file, *at)
        options = ValidationOptions(batch_size, mask_prompt, rewards)
        return validate_data(path, method, options, tokens)

    report, text = usage_errors(step)
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else text)
    if not report["ready"]:
        raise typer.Exit(1)


@app.command()
def convert(
    path: Annotated[Path, typer.Argument(help="A folder or file, in any format that is read")],
    output: Annotated[Path, typer.Option(help="The folder to write; it must not exist")],
    to: Annotated[
        str | None, typer.Option(help="prompt_answer, messages, prompt_completion, …")
    ] = None,
    fix: Annotated[list[str] | None, typer.Option(help="A fix to apply; may be repeated")] = None,
    column: Annotated[
        list[str] | None, typer.Option("--map", help="KEY=COLUMN; may be repeated")
    ] = None,
    multi_turn: Annotated[
        str,
        typer.Option(
            help="Longer conversations as one question: refuse, or take the last_exchange"
        ),
    ] = "refuse",
    dedupe: Annotated[bool, typer.Option(help="Leave out rows that are there already")] = False,
    valid: Annotated[float, typer.Option(help="Share of the rows for valid.jsonl")] = 0.0,
    test: Annotated[float, typer.Option(help="Share of the rows for test.jsonl")] = 0.0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same split")] = 0,
    group_by: Annotated[
        str | None, typer.Option(help="Rows with the same value here stay together")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a dataset in another format, repaired, split anew; the original stays as it is."""
    from temper.cli.converted import told
    from temper.cli.derived import conversion, said_by_options, splitting
    from temper.cli.offline import convert_data

    def step() -> dict[str, Any]:
        fixes = [*(fix or []), *(["deduplicate"] if dedupe else [])]
        with said_by_options():
            wanted = conversion(to, column or [], fixes, multi_turn)
            return convert_data(path, output, wanted, splitting(valid, test, seed, group_by))

    done = usage_errors(step)
    if as_json:
        print_json(done)
    else:
        typer.echo(told(done, output))


@app.command()
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


@app.command()
def models(as_json: Json = False) -> None:
    """List the models and adapters on this machine."""
    items = _get("/models")["items"]
    if as_json:
        print_json(items)
        return
    for item in items:
        state = "" if item["ready"] else f"  ({item['problem']})"
        typer.echo(f"{item['id']:30} {item['architecture'] or '':12} {item['path']}{state}")


@app.command()
def runs(
    status: Annotated[str, typer.Option(help="Only these, separated by commas")] = "",
    method: Annotated[str, typer.Option(help="Only these, separated by commas")] = "",
    q: Annotated[str, typer.Option(help="Text in names, notes and tags")] = "",
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
    as_json: Json = False,
) -> None:
    """List runs, newest first."""
    page = _get("/runs", status=status, method=method, q=q, limit=limit)
    if as_json:
        print_json(page["items"])
        return
    for run in page["items"]:
        done: dict[str, Any] = run["progress"] or {}
        progress = f"{done['iteration']}/{done['total']}" if done.get("total") else ""
        typer.echo(
            f"{run['id']}  {run['status']:10} {run['method']:8} {progress:>11}  {run['name']}"
        )


@app.command()
def logs(run_id: RunId, as_json: Json = False) -> None:
    """Print what the trainer of a run printed."""
    with connected() as client:
        if as_json:
            print_json(client.events(run_path(run_id), "log"))
            return
        # As it was printed, byte for byte.
        for piece in client.pieces(f"{run_path(run_id)}/log"):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


@app.command()
def export(
    run_id: RunId,
    format: Annotated[
        str, typer.Option(help="yaml, json: Temper's own; trainer-yaml, command: the trainer's")
    ] = "yaml",
    full: Annotated[bool, typer.Option(help="Every value that the run took")] = False,
    as_json: Json = False,
) -> None:
    """Print a run's configuration: `temper train` takes it again."""
    with connected() as client:
        pieces = client.pieces(f"{run_path(run_id)}/configuration", format=format, full=full)
        text = b"".join(pieces).decode()
    if as_json:
        print_json({"format": format, "text": text})
    else:
        typer.echo(text, nl=False)


@app.command()
def stop(
    run_id: RunId,
    save: Annotated[bool, typer.Option(help="Save the adapter first")] = True,
    as_json: Json = False,
) -> None:
    """Stop a run; with --no-save within two seconds."""
    _post_and_tell(f"{run_path(run_id)}/stop", {"save": save}, as_json)


@app.command()
def resume(
    run_id: RunId,
    checkpoint: Annotated[
        int | None, typer.Option(min=1, help="The iteration of a checkpoint; else the newest")
    ] = None,
    iters: Annotated[
        int | None, typer.Option(min=1, help="Iterations to train; else what is left")
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes, in place of --iters")] = None,
    as_json: Json = False,
) -> None:
    """Train on from a checkpoint of a run, as a new run."""
    asked = {"checkpoint": checkpoint, "iters": iters, "epochs": epochs}
    with connected() as client:
        run = client.call("POST", f"{run_path(run_id)}/resume", asked)
    if as_json:
        print_json(run)
        return
    resumed = run["plan"]["resumed"]
    typer.echo(f"{run['id']}  {run['status']}  {resumed['iteration']} of {resumed['total']} done")
    for warning in run["plan"]["warnings"]:
        if warning["pointer"] == "/checkpoint":
            typer.echo(warning["message"], err=True)


@app.command()
def version(as_json: Json = False) -> None:
    """Print the versions of Temper and of what it trains with."""
    from temper.machine import versions

    if as_json:
        print_json(versions())
        return
    for package, number in versions().items():
        typer.echo(f"{package} {number}")


@contextmanager
def connected() -> Generator[Any]:
    """A client of the running server; what it refuses ends the command with a plain message."""
    from temper.cli.client import connect

    with plain_errors(), connect(Settings.from_environment()) as client:
        yield client


@contextmanager
def plain_errors() -> Generator[None]:
    """Errors of ours become one message and exit status 1."""
    from temper.cli.client import CallFailed

    try:
        yield
    except (CallFailed, TemperError, SettingsError) as error:
        fail(str(error))


def usage_errors(step: Callable[[], T]) -> T:
    """The result of a step; what is wrong with its arguments ends the command with status 2."""
    with plain_errors():
        try:
            return step()
        except StorageError:
            raise
        except TemperError as error:
            fail(error.detail, 2)


def run_path(run_id: str) -> str:
    """Where the API has a run, whatever was typed for its id."""
    return f"/runs/{quote(run_id, safe='')}"


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what is wrong and end the command."""
    typer.echo(f"temper: {message}", err=True)
    sys.exit(code)


def print_json(value: Any) -> None:
    """Print for scripts."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _get(path: str, **query: Any) -> Any:
    with connected() as client:
        return client.call("GET", path, **query)


def _post_and_tell(path: str, body: Any, as_json: bool) -> None:
    with connected() as client:
        run = client.call("POST", path, body)
    if as_json:
        print_json(run)
    else:
        typer.echo(f"{run['id']}  {run['status']}")


def main() -> None:
    """The entry point of the `temper` command."""
    app()
