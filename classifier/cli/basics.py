"""What the commands share: where things lie, how they speak, common options."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from platformdirs import user_data_path

from classifier import corpus

if TYPE_CHECKING:  # scikit-learn comes with them, and takes seconds
    from classifier.drift import Period
    from classifier.registry import LoadedModel, Registry


@dataclass(frozen=True)
class Weeks:
    """Where `report --drift` gets its periods; handed down as click's context object."""

    read: Callable[[], "list[Period]"]


def home() -> Path:
    """The folder of registry, database and tokens: OPTFLAG_HOME, or the user's data directory."""
    folder = Path(os.environ.get("OPTFLAG_HOME") or user_data_path("optflag"))
    return folder.expanduser().absolute()


def say(message: str) -> None:
    """Progress and talk go to stderr; stdout is for results."""
    click.echo(message, err=True)


def print_json(content: Any, *, indent: int | None = 2) -> None:
    """One JSON document on stdout; on one line without `indent`.

    Letters that could act on a terminal stand as escapes, which JSON allows inside of strings.
    """
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    click.echo(_ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


# Controls beyond ASCII, line separators, marks and overrides of the direction of writing; and half
# characters, which names of files may hold and no output can.
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

corpus_option = click.option(
    "--corpus",
    "corpus_path",
    type=click.Path(exists=True, path_type=Path),
    help="A .jsonl file or a folder of them; default: the corpus that ships with Optflag, and what "
    "was accepted into OPTFLAG_HOME/corpus.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def corpus_files(path: Path | None) -> list[Path]:
    """The files of the corpus in `path`; without it, of the whole corpus."""
    return corpus.all_files(home()) if path is None else corpus.files(path)


def load_corpus(path: Path | None) -> list[corpus.Article]:
    """The articles of `path`; without it, the whole corpus."""
    return corpus.load_all(home()) if path is None else corpus.load(path)


def first_champion(registry: "Registry") -> "LoadedModel":
    """The champion; trained and promoted first when there is none. Says so on stderr."""
    from classifier.training import train

    if registry.champion() is None:
        say("There is no model yet: training the first one.")
        articles = load_corpus(None)
        train(articles, registry, progress=say)
    return registry.load()
