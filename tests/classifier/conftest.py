"""What the tests of the classifier share: one model, trained on the whole corpus."""

from pathlib import Path

import pytest

from classifier.model import FlagModel
from classifier.registry import Registry


@pytest.fixture(scope="session")
def model(trained_home: Path) -> FlagModel:
    return Registry(trained_home).load().model
