import json

import pytest

from tests.classifier.quality import FLOOR, TOLERANCE, measure

HOW = "Pin it again on purpose: .venv/bin/python -m tests.classifier.quality"


@pytest.fixture(scope="module")
def found(model):
    return measure(model)


@pytest.fixture(scope="module")
def floor():
    return json.loads(FLOOR.read_text(encoding="utf-8"))


def test_the_floor_was_pinned_on_this_corpus(found, floor):
    assert found["corpus"] == floor["corpus"], f"The corpus has changed. {HOW}"


@pytest.mark.parametrize("figure", ["average_precision", "precision", "recall"])
def test_no_flag_is_worse_than_pinned(found, floor, figure):
    for flag, pinned in floor[figure].items():
        assert found[figure][flag] >= pinned - TOLERANCE, f"{flag} fell. {HOW}"


def test_there_are_no_more_false_alarms_than_pinned(found, floor):
    assert found["false_alarms"] <= floor["false_alarms"] + TOLERANCE, HOW


def test_precision_on_the_corpus_keeps_its_floor(found):
    assert min(found["precision"].values()) >= 0.85
