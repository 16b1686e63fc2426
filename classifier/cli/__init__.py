"""`optflag train`, `evaluate`, `report`, `model …` and `data …`: what needs no server."""

from classifier.cli.basics import (
    first_champion,
    home,
    json_option,
    load_corpus,
    print_json,
    say,
)
from classifier.cli.evaluating import evaluate, report
from classifier.cli.health import data
from classifier.cli.models import model
from classifier.cli.training import train

COMMANDS = (train, evaluate, report, model, data)

__all__ = [
    "COMMANDS",
    "data",
    "first_champion",
    "home",
    "json_option",
    "load_corpus",
    "print_json",
    "say",
]
