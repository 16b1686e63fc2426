"""`optflag data label` and `data agreement`."""

import getpass
import sys
from dataclasses import asdict

import click

from classifier.cli import first_champion, home, json_option, print_json
from classifier.labels import FLAG_TITLES
from classifier.plain import visible
from classifier.registry import Registry
from server.cli.basics import ids_of_items, name_of_person, open_engine
from server.labelling.session import Session
from server.queue import Queue
from server.queue.agreement import Agreement, agreement


@click.command()
@click.argument("item_ids", metavar="[ID…]", nargs=-1, callback=ids_of_items)
@click.option(
    "--labeller",
    callback=name_of_person,
    default=getpass.getuser,
    show_default="your user name",
    help="Whose labels these are.",
)
@click.option(
    "--blind",
    is_flag=True,
    help="Show neither the model's word nor anybody else's; an article is accepted when two agree.",
)
def label(item_ids: tuple[str, ...], labeller: str, blind: bool) -> None:
    """Label in the terminal what waits in the queue, the most informative article first.

    With IDs, those only: to settle what `optflag data agreement` lists.
    """
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise click.UsageError("This needs a terminal. In a browser: /review of `optflag serve`.")
    queue = Queue(open_engine())
    model = first_champion(Registry(home()))
    session = Session(queue, model, labeller=labeller, blind=blind, only=item_ids)
    if session.draft is None:
        click.echo("Nothing waits for your label. `optflag data import` brings articles in.")
        return
    # Half a second that no other command should have to wait.
    from server.labelling.app import LabelApp

    LabelApp(session).run()
    click.echo(f"{session.labelled} labelled, {session.waiting} waiting.")
    if session.labelled and not blind:
        click.echo("`optflag feedback export` takes them into the corpus.")


@click.command("agreement")
@click.argument("first")
@click.argument("second")
@json_option
def compare(first: str, second: str, as_json: bool) -> None:
    """Cohen's kappa of two labellers for each flag, and the articles on which they differ."""
    queue = Queue(open_engine())
    found = agreement(queue.labels_by(first), queue.labels_by(second))
    if not found.items:
        raise click.ClickException(f"{first} and {second} have labelled no article in common.")
    if as_json:
        print_json({"first": first, "second": second, **asdict(found)})
    else:
        _print(found, queue, first, second)


def _print(found: Agreement, queue: Queue, first: str, second: str) -> None:
    plural = "" if found.items == 1 else "s"
    click.echo(f"{found.items} article{plural} labelled by {visible(first)} and {visible(second)}")
    click.echo(f"{'':<18}  kappa   both  neither  only first  only second")
    for row in found.flags:
        kappa = "    –" if row.kappa is None else f"{row.kappa:5.2f}"
        click.echo(
            f"{FLAG_TITLES[row.flag]:<18}  {kappa}  {row.both:5}  {row.neither:7}"
            f"  {row.only_first:10}  {row.only_second:11}"
        )
    for each in found.disagreements:
        click.echo(f"\n{each.item_id}  {visible(queue.item(each.item_id).title)}")
        click.echo(f"  {visible(first)}: {', '.join(each.first) or 'no flag'}")
        click.echo(f"  {visible(second)}: {', '.join(each.second) or 'no flag'}")
