"""The command line `optflag`."""

from typing import TYPE_CHECKING

import click

from classifier import cli as classifier_cli
from classifier.cli import LazyCommand, Weeks
from server.cli.basics import PlainErrors, open_engine

if TYPE_CHECKING:
    from classifier.drift import Period


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="optflag")
@click.pass_context
def main(context: click.Context) -> None:
    """Tell articles that report default opt-in, AI training on people's data, or regulation."""
    context.obj = Weeks(_read_weeks)


def _read_weeks() -> "list[Period]":
    from server.weekly import read_periods

    return read_periods(open_engine())


SERVING = (
    LazyCommand(
        "serve",
        "server.cli.serving:serve",
        "Run the API; train the first model when there is none.",
    ),
    LazyCommand(
        "score",
        "server.cli.scoring:score",
        "Score files, folders, - (standard input), feeds or http(s) addresses.",
    ),
    LazyCommand(
        "feedback",
        "server.cli.feedback:feedback",
        "Readers' corrections: list, accept, reject, forget, export into the corpus.",
    ),
    LazyCommand(
        "token",
        "server.cli.tokens:token",
        "Make, list and revoke API tokens and pairing codes.",
    ),
    LazyCommand("config", "server.cli.serving:config", "The settings in force, passwords masked."),
)
QUEUE = (
    LazyCommand(
        "import",
        "server.cli.importing:import_articles",
        "Import articles: WordPress posts, feeds, HTML, text, WARC, lines, files or addresses.",
    ),
    LazyCommand(
        "label",
        "server.cli.labelling:label",
        "Label in the terminal what waits in the queue, the most informative article first.",
    ),
    LazyCommand(
        "agreement",
        "server.cli.labelling:compare",
        "Cohen's kappa of two labellers for each flag, and the articles on which they differ.",
    ),
)

for command in (*SERVING, *classifier_cli.COMMANDS):
    main.add_command(command)
for command in QUEUE:
    classifier_cli.data.add_command(command)
