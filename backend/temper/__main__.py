"""`python -m temper` is the `temper` command."""

from temper.cli.app import main

main()
