"""The commands for runs."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from temper.cli.console import (
    Json,
    RunId,
    connected,
    get,
    plain_errors,
    post_and_tell,
    print_json,
    run_path,
)
from temper.settings import Settings


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


def runs(
    status: Annotated[str, typer.Option(help="Only these, separated by commas")] = "",
    method: Annotated[str, typer.Option(help="Only these, separated by commas")] = "",
    q: Annotated[str, typer.Option(help="Text in names, notes and tags")] = "",
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
    as_json: Json = False,
) -> None:
    """List runs, newest first."""
    page = get("/runs", status=status, method=method, q=q, limit=limit)
    if as_json:
        print_json(page["items"])
        return
    for run in page["items"]:
        done: dict[str, Any] = run["progress"] or {}
        progress = f"{done['iteration']}/{done['total']}" if done.get("total") else ""
        typer.echo(
            f"{run['id']}  {run['status']:10} {run['method']:8} {progress:>11}  {run['name']}"
        )


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


def stop(
    run_id: RunId,
    save: Annotated[bool, typer.Option(help="Save the adapter first")] = True,
    as_json: Json = False,
) -> None:
    """Stop a run; with --no-save within two seconds."""
    post_and_tell(f"{run_path(run_id)}/stop", {"save": save}, as_json)


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


def pack(
    run_id: RunId,
    output: Annotated[
        Path | None, typer.Option(help="The file to write; else ID.tar.gz in this folder")
    ] = None,
    checkpoints: Annotated[
        bool, typer.Option(help="Also the numbered ones, not only the newest adapter")
    ] = True,
    as_json: Json = False,
) -> None:
    """Write a run with all that belongs to it as one archive."""
    from temper.cli.archives import write_archive

    target = output or Path(f"{run_id}.tar.gz")
    with connected() as client:
        size = write_archive(client, run_id, target, checkpoints)
    if as_json:
        print_json({"path": str(target), "bytes": size})
    else:
        typer.echo(f"{target}  {size:,} bytes")


def unpack(
    archive: Annotated[Path, typer.Argument(help="What `temper pack` or the panel wrote")],
    as_json: Json = False,
) -> None:
    """Take in a run from an archive; it starts nothing."""
    from temper.cli.archives import send_archive

    with connected() as client:
        run = send_archive(client, archive)
    if as_json:
        print_json(run)
    else:
        typer.echo(f"{run['id']}  {run['status']:10} {run['method']:8} {run['name']}")
