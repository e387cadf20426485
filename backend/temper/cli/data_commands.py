"""The commands for data; none needs a server."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from temper.cli.console import Json, print_json, usage_errors


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
