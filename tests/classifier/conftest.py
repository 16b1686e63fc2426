"""What the tests of the classifier share: a model of the whole corpus, and a tiny one."""

from pathlib import Path

import pytest

from classifier import corpus
from classifier.model import FlagModel
from classifier.registry import Registry
from tests.classifier.tiny import tiny_articles, tiny_model


@pytest.fixture(scope="session")
def model(trained_home: Path) -> FlagModel:
    return Registry(trained_home).load().model


@pytest.fixture(scope="session")
def few_articles() -> list[corpus.Article]:
    """A tiny corpus, as it ships."""
    return tiny_articles()


@pytest.fixture(scope="session")
def few_model(few_articles: list[corpus.Article]) -> FlagModel:
    """What was learned from the tiny corpus."""
    return tiny_model(few_articles)


@pytest.fixture
def few_home(few_articles: list[corpus.Article], few_model: FlagModel, tmp_path: Path) -> Path:
    """A folder for OPTFLAG_HOME whose champion has learned the tiny corpus."""
    home = tmp_path / "few"
    registry = Registry(home)
    digest = corpus.digest(few_articles)
    registry.promote(registry.save(few_model, corpus=digest, articles=1, seed=1).version)
    return home
