"""The command line `optflag`."""

import click

from classifier import cli as classifier_cli
from classifier.drift import Weeks
from server.cli.basics import PlainErrors, open_engine
from server.cli.feedback import feedback
from server.cli.importing import import_articles
from server.cli.labelling import compare, label
from server.cli.scoring import score
from server.cli.serving import config, serve
from server.cli.tokens import token
from server.weekly import read_periods


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="optflag")
@click.pass_context
def main(context: click.Context) -> None:
    """Tell articles that report default opt-in, AI training on people's data, or regulation."""
    context.obj = Weeks(lambda: read_periods(open_engine()))


for command in (serve, score, *classifier_cli.COMMANDS, feedback, token, config):
    main.add_command(command)
for command in (import_articles, label, compare):
    classifier_cli.data.add_command(command)
