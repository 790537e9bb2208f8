"""Options that several commands have, each written once."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from orgctl.cli.output.formats import Format

Output: TypeAlias = Annotated[
    Format | None,
    typer.Option(
        "-o", "--output", metavar="FORMAT", help="table, json, csv or yaml; else what ORGCTL_OUTPUT says."
    ),
]
Org: TypeAlias = Annotated[
    str | None,
    typer.Option("--org", metavar="ORG", help="The organization to act in, by access URL or name."),
]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Check and show everything, change and mail nothing.")
]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", "-y", help="Answer the confirmation with yes.")]
Unasked: TypeAlias = Annotated[
    bool, typer.Option("--yes", "-y", help="Taken wherever something is removed; this asks nothing.")
]
PasswordStdin: TypeAlias = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, one line.")
]
Token: TypeAlias = Annotated[
    str | None,
    typer.Option("--token", metavar="TOKEN", help="The token from the mail; - reads it from standard input."),
]
Owner: TypeAlias = Annotated[
    bool, typer.Option("--owner", help="Act for the store's owner, even if somebody is signed in.")
]
