"""`optflag token …`."""

import click

from classifier.cli import json_option, print_json
from classifier.plain import visible
from server.cli.basics import name_of_person, open_engine
from server.settings import Settings
from server.tokens import Role, Tokens


def open_tokens(settings: Settings | None = None) -> Tokens:
    """The tokens in the database."""
    return Tokens(open_engine(settings))


@click.group()
def token() -> None:
    """Make, list and revoke API tokens and pairing codes."""


@token.command()
@click.argument("name", callback=name_of_person)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.CLIENT.value,
    show_default=True,
    help="client: may call the API. maintainer: may review at /review, too.",
)
def create(name: str, role: str) -> None:
    """Make a token and print it: the one time that it is shown."""
    click.echo(open_tokens().create(name, role=Role(role)))


@token.command()
def code() -> None:
    """Print a new pairing code for the extension, good once, for an hour."""
    click.echo(open_tokens().create_code())


@token.command("list")
@json_option
def list_tokens(as_json: bool) -> None:
    """All tokens by id and name."""
    rows = [
        {
            "id": token.id,
            "name": token.name,
            "role": token.role,
            "created": token.created.isoformat(timespec="seconds"),
            "revoked": token.revoked is not None,
        }
        for token in open_tokens().list()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        state = "revoked" if row["revoked"] else "good"
        # Whoever paired chose the name.
        name = visible(str(row["name"]))
        click.echo(f"{row['id']}  {row['created']}  {state:<8} {row['role']:<11} {name}")


@token.command()
@click.argument("id")
def revoke(id: str) -> None:
    """Revoke a token; whoever has it is refused from the next request on."""
    if not open_tokens().revoke(id):
        raise click.ClickException(f"No good token has the id {id}. See `optflag token list`.")
    click.echo(f"Token {id} is revoked.")
