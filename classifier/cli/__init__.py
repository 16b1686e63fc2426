"""`optflag train`, `evaluate`, `report`, `model …` and `data …`: what needs no server."""

import click

from classifier.cli.basics import (
    Weeks,
    first_champion,
    home,
    json_option,
    load_corpus,
    print_json,
    say,
)
from classifier.cli.lazy import LazyCommand

data = click.Group("data", help="Check and count the corpus, import and label articles.")
data.add_command(
    LazyCommand(
        "check",
        "classifier.cli.health:check_corpus",
        "Validate every line of the corpus, and look for what may be wrong with it.",
    )
)
data.add_command(
    LazyCommand(
        "stats",
        "classifier.cli.health:stats",
        "Count the corpus by flags, genre, region, sector, length, year and source.",
    )
)

COMMANDS = (
    LazyCommand(
        "train",
        "classifier.cli.training:train",
        "Train a new model version from the corpus; promote it when no flag is worse.",
    ),
    LazyCommand(
        "evaluate",
        "classifier.cli.evaluating:evaluate",
        "Figures of a model version (default: the champion), by cross-validation or on --data.",
    ),
    LazyCommand(
        "report",
        "classifier.cli.evaluating:report",
        "Write one self-contained HTML page about a model version (default: the champion).",
    ),
    LazyCommand(
        "model",
        "classifier.cli.models:model",
        "List, compare, promote, roll back and remove model versions.",
    ),
    data,
)

__all__ = [
    "COMMANDS",
    "LazyCommand",
    "Weeks",
    "data",
    "first_champion",
    "home",
    "json_option",
    "load_corpus",
    "print_json",
    "say",
]
