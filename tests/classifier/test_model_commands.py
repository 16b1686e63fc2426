import copy
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from classifier import corpus
from classifier.changes import learned, to_json
from classifier.cli.models import model
from classifier.corpus import Article
from classifier.fitting import OutOfFold
from classifier.model import FlagModel
from classifier.registry import Registry
from classifier.weights import weight_changes


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(model, arguments, env={"OPTFLAG_HOME": str(home)})


@pytest.fixture
def heavier(few_model: FlagModel) -> FlagModel:
    """The tiny model with one feature weighing more, and surer of the first flag."""
    found = copy.deepcopy(few_model)
    found.article_scorer_.coef_[found.counts_.vocabulary_["fined"], 2] += 5
    kept = found.out_of_fold_
    probabilities = kept.probabilities.copy()
    probabilities[:, 0] = np.where(kept.labels[:, 0] == 1, 0.99, 0.01)
    found.out_of_fold_ = OutOfFold(kept.ids, kept.labels, probabilities, kept.fold)
    return found


@pytest.fixture
def two(few_home: Path, heavier: FlagModel, few_articles: list[Article]) -> tuple[str, str]:
    """Two versions in `few_home`; the first is the champion."""
    registry = Registry(few_home)
    first = registry.champion() or ""
    registry.describe(registry.info(first), {"corpus.json": to_json(learned(few_articles))})
    second = registry.save(
        heavier,
        corpus=corpus.digest(few_articles),
        articles=1,
        seed=1,
        describe=lambda _: {"corpus.json": to_json(learned(few_articles[:-1]))},
    )
    return first, second.version


def test_comparing_tells_figures_verdicts_weights_and_the_corpus(
    few_home: Path, two: tuple[str, str]
) -> None:
    done = run(few_home, "compare", *two)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[:2] == [f"Model {two[1]} beside model {two[0]}", "Corpus: 1 removed"]
    assert any(line.startswith("default_opt_in") and line.endswith("better") for line in lines)
    assert any(line.startswith("ai_training") and line.endswith("no telling") for line in lines)
    assert any("verdicts changed" in line for line in lines)
    assert any("→" in line and line.endswith(" fined") for line in lines)


def test_comparing_for_programs(few_home: Path, two: tuple[str, str]) -> None:
    printed = json.loads(run(few_home, "compare", *two, "--json").stdout)
    assert printed["flags"][0]["verdict"] == "better"
    assert printed["weights"][0]["feature"] == "fined"
    assert set(printed["metrics"]) == set(two)
    assert {change["flag"] for change in printed["changed"]} == {"default_opt_in"}


def test_a_version_that_does_not_tell_what_it_learned_is_compared_all_the_same(
    few_home: Path, two: tuple[str, str]
) -> None:
    for version in two:
        (few_home / "models" / version / "corpus.json").unlink()
    done = run(few_home, "compare", *two)
    assert done.exit_code == 0, done.output
    assert "better" in done.output


def test_equal_models_have_no_changes_of_weight(few_model: FlagModel) -> None:
    assert weight_changes(few_model, few_model) == []


def test_old_versions_are_removed_but_never_the_champion(
    few_home: Path, two: tuple[str, str]
) -> None:
    registry = Registry(few_home)
    done = run(few_home, "remove", "--keep", "0")
    assert done.output == f"Model {two[1]} is removed.\n"
    assert registry.versions() == [two[0]]
    assert run(few_home, "remove").exit_code == 2
    assert run(few_home, "remove", two[0], "--keep", "1").exit_code == 2


def test_the_way_back_is_removed_only_when_told(few_home: Path, two: tuple[str, str]) -> None:
    registry = Registry(few_home)
    registry.promote(two[1])
    assert run(few_home, "remove", "--keep", "1").output == ""
    assert run(few_home, "remove", "--keep", "1", "--force").output.endswith("is removed.\n")
    assert registry.versions() == [two[1]]


def test_list_and_show(few_home: Path, two: tuple[str, str]) -> None:
    shown = json.loads(run(few_home, "show").stdout)
    assert shown["version"] == two[0]
    assert shown["parameters"].startswith("sha256:")
    rows = json.loads(run(few_home, "list", "--json").stdout)
    assert [row["champion"] for row in rows] == [True, False]
