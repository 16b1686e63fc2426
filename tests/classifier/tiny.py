"""A corpus and a model that take a second: for tests of what is done with models."""

from pathlib import Path
from unittest.mock import patch

from classifier import corpus, fitting
from classifier.model import FlagModel

EVERY = 15  # of the articles
PENALTY = 0.05  # C: strongly held down, a linear model is found at once


def tiny_articles() -> list[corpus.Article]:
    """A few articles of each batch, and the plain single sentences."""
    folder = corpus.DEFAULT_FOLDER
    articles = [a for path in sorted(folder.glob("b*.jsonl")) for a in corpus.load(path)]
    return articles[::EVERY] + corpus.load(folder / "s04.jsonl")


def few_composed():
    """Training composes few articles while this is entered."""
    return patch.multiple(fitting, COMPOSED_TO_LEARN=60, COMPOSED_TO_CALIBRATE=60)


def tiny_model(articles: list[corpus.Article], **parameters: object) -> FlagModel:
    """A model of `articles`, quickly made."""
    with few_composed():
        return FlagModel(**{"C": PENALTY, **parameters}).fit(articles)


def write(articles: list[corpus.Article], path: Path) -> Path:
    """The articles as corpus lines in `path`."""
    wanted = {article.id for article in articles}
    lines = [
        line
        for file in corpus.files(corpus.DEFAULT_FOLDER)
        for line in file.read_text(encoding="utf-8").splitlines()
        if line[8 : line.index('"', 8)] in wanted
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
