import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner

from classifier import comparison, registry, training
from classifier.changes import changes, learned
from classifier.cli.training import train as train_command
from classifier.comparison import Version, compare
from classifier.corpus import Article
from classifier.labels import FLAGS
from classifier.metrics import resampled
from classifier.model import FlagModel
from classifier.registry import Registry
from classifier.search import search
from classifier.training import Wish, train
from classifier.versions import parameters_digest
from tests.classifier.tiny import tiny_articles

STEPS = ("Reading sentences", "Cross-validation", "Fitting on the whole corpus")


class Outcomes:
    """What the next training finds; by default what the tiny model has found."""

    def __init__(self, few_model: FlagModel) -> None:
        self.few_model = few_model
        self.out_of_fold = few_model.out_of_fold_

    def worsen(self, flag: str) -> None:
        """The next training confuses a flag wholly."""
        probabilities = self.out_of_fold.probabilities.copy()
        column = FLAGS.index(flag)
        probabilities[:, column] = np.random.default_rng(0).permutation(probabilities[:, column])
        self.out_of_fold = comparison.OutOfFold(
            self.out_of_fold.ids, self.out_of_fold.labels, probabilities, self.out_of_fold.fold
        )


@pytest.fixture
def outcomes(few_model: FlagModel, monkeypatch: pytest.MonkeyPatch) -> Outcomes:
    """Training takes no time: it finds what the test says."""
    found = Outcomes(few_model)

    def fit(self: FlagModel, articles: list[Article], *, progress, jobs: int) -> FlagModel:
        for step in STEPS:
            progress(step)
        vars(self).update(vars(few_model) | {"out_of_fold_": found.out_of_fold})
        self.thresholds_ = np.full(len(FLAGS), 0.3)
        return self

    monkeypatch.setattr(FlagModel, "fit", fit)
    return found


def silent(message: str) -> None:
    pass


@pytest.fixture
def home(outcomes: Outcomes, few_articles: list[Article], tmp_path: Path) -> Registry:
    """A registry with a champion that `train` made."""
    found = Registry(tmp_path)
    train(few_articles, found, progress=silent)
    return found


def test_the_first_model_is_promoted_and_tells_of_itself(home: Registry) -> None:
    version = home.champion() or ""
    assert sorted(path.name for path in (home.folder / version).iterdir()) == [
        "card.md",
        "corpus.json",
        "model.joblib",
        "model.json",
        "report.html",
    ]
    assert "no working champion" in (home.folder / version / "card.md").read_text()
    assert home.info(version).parameters.startswith("sha256:")


def test_a_model_that_is_alike_is_promoted(home: Registry, few_articles: list[Article]) -> None:
    outcome = train(few_articles, home, progress=silent)
    assert home.champion() == outcome.info.version
    assert outcome.changes is not None
    assert outcome.comparison is not None
    assert not outcome.changes
    assert {flag.verdict for flag in outcome.comparison.flags} == {"no telling"}
    assert outcome.comparison.changed == []


def test_a_worse_model_is_kept_and_not_promoted(
    home: Registry, outcomes: Outcomes, few_articles: list[Article]
) -> None:
    champion = home.champion()
    outcomes.worsen("ai_training")
    outcome = train(few_articles, home, progress=silent)
    assert home.champion() == champion
    assert not outcome.promoted
    assert outcome.info.version in home.versions()
    assert home.info(outcome.info.version).decision["worse"] == ["ai_training"]
    assert "Not promoted" in (home.folder / outcome.info.version / "card.md").read_text()
    changed = outcome.comparison.changed if outcome.comparison else []
    assert {each.flag for each in changed} == {"ai_training"}
    assert changed[0].title


@pytest.mark.parametrize(
    ("wish", "recorded"),
    [
        (Wish(force=True), {"forced": True, "allowed_regressions": []}),
        (Wish(allowed=("ai_training",)), {"forced": False, "allowed_regressions": ["ai_training"]}),
    ],
)
def test_what_was_promoted_all_the_same_is_recorded(
    home: Registry,
    outcomes: Outcomes,
    few_articles: list[Article],
    wish: Wish,
    recorded: dict,
) -> None:
    outcomes.worsen("ai_training")
    outcome = train(few_articles, home, wish=wish, progress=silent)
    assert home.champion() == outcome.info.version
    decision = home.info(outcome.info.version).decision
    assert {name: decision[name] for name in recorded} == recorded


def test_allowing_one_flag_allows_no_other(
    home: Registry, outcomes: Outcomes, few_articles: list[Article]
) -> None:
    outcomes.worsen("ai_training")
    outcomes.worsen("regulatory_action")
    wish = Wish(allowed=("ai_training",))
    assert not train(few_articles, home, wish=wish, progress=silent).promoted


def test_another_trainer_that_was_quicker_is_compared_with(
    home: Registry, few_articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = home.save(home.load().model, corpus="", articles=1, seed=1).version
    promote_over = Registry.promote_over

    def late(self: Registry, version: str, champion: str | None) -> None:
        if self.champion() != other:
            self.promote(other)
        promote_over(self, version, champion)

    monkeypatch.setattr(Registry, "promote_over", late)
    outcome = train(few_articles, home, progress=silent)
    assert outcome.promoted
    assert home.info(outcome.info.version).decision["champion"] == other
    assert home.history()[-1] == other


def test_a_champion_that_does_not_load_stands_in_nobodys_way(
    home: Registry, few_articles: list[Article]
) -> None:
    (home.folder / (home.champion() or "") / "model.joblib").write_bytes(b"broken")
    said: list[str] = []
    assert train(few_articles, home, progress=said.append).promoted
    assert any("Nothing to compare with" in message for message in said)


@pytest.mark.parametrize("step", [*STEPS, "Comparing"])
def test_an_interrupt_at_any_step_leaves_everything_as_it_was(
    home: Registry, few_articles: list[Article], step: str
) -> None:
    def interrupt(message: str) -> None:
        if message.startswith(step):
            raise KeyboardInterrupt

    before = sorted(home.folder.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        train(few_articles, home, progress=interrupt)
    assert sorted(home.folder.rglob("*")) == before


def test_an_interrupt_before_the_promotion_leaves_the_champion_and_a_whole_version(
    home: Registry, few_articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    champion, write_json = home.champion(), registry.write_json

    def interrupt(path: Path, content: dict) -> None:
        if path == home.state_file:
            raise KeyboardInterrupt
        write_json(path, content)

    monkeypatch.setattr(registry, "write_json", interrupt)
    with pytest.raises(KeyboardInterrupt):
        train(few_articles, home, progress=silent)
    assert home.champion() == champion
    assert [home.load(version).info.version for version in home.versions()] == home.versions()


def run(home: Registry, *arguments: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPTFLAG_HOME", str(home.folder.parent))
    fewer = tiny_articles()[:-1]
    monkeypatch.setattr("classifier.cli.training.load_corpus", lambda _: fewer)
    return CliRunner().invoke(train_command, arguments)


def test_the_command_says_what_changed_and_what_it_did(home: Registry, monkeypatch) -> None:
    done = run(home, monkeypatch=monkeypatch)
    assert done.exit_code == 0, done.output
    for words in (
        "Changed since model",
        "removed",
        "no telling",
        "is at work now",
        "verdicts changed",
    ):
        assert words in done.output


def test_the_command_ends_with_1_when_nothing_is_promoted(
    home: Registry, outcomes: Outcomes, monkeypatch
) -> None:
    outcomes.worsen("default_opt_in")
    done = run(home, "--json", monkeypatch=monkeypatch)
    assert done.exit_code == 1
    printed = json.loads(done.stdout)
    assert printed["promoted"] is False
    assert printed["comparison"]["flags"][0]["verdict"] == "worse"


def test_a_corpus_that_is_too_small_is_told_plainly(
    home: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("max_features")

    monkeypatch.setattr(training.FlagModel, "fit", fail)
    done = run(home, monkeypatch=monkeypatch)
    assert done.exit_code == 1
    assert "Nothing can be learned" in done.output


def test_articles_that_the_older_model_has_not_seen_are_judged_by_it_now(
    few_articles: list[Article], few_model: FlagModel
) -> None:
    texts = learned(few_articles)
    new_ids = few_model.out_of_fold_.ids[:3]
    older = SimpleNamespace(
        out_of_fold_=comparison.OutOfFold(
            few_model.out_of_fold_.ids[3:],
            few_model.out_of_fold_.labels[3:],
            few_model.out_of_fold_.probabilities[3:],
            few_model.out_of_fold_.fold[3:],
        ),
        thresholds_=few_model.thresholds_,
        predict_proba=lambda documents: np.full((len(documents), 3), 0.999),
    )
    before = Version(older, {id_: one for id_, one in texts.items() if id_ not in new_ids})
    found = compare(before, Version(few_model, texts), few_articles)
    assert found.articles == len(few_model.out_of_fold_.ids)
    assert {each.id for each in found.changed} <= set(new_ids)
    assert {each.before for each in found.changed} == {0.999}
    without_texts = compare(before, Version(few_model, texts), [])
    assert without_texts.left_out == 3


def test_an_average_precision_under_weights_is_scikit_learns() -> None:
    from sklearn.metrics import average_precision_score

    rng = np.random.default_rng(0)
    labels, scores = rng.random(80) < 0.3, rng.random(80)
    weights = rng.integers(0, 4, (5, 80))
    found = comparison.average_precisions(weights, labels, scores)
    wanted = [average_precision_score(labels, scores, sample_weight=row) for row in weights]
    assert found == pytest.approx(wanted)


def test_articles_on_one_event_are_drawn_together() -> None:
    drawn = resampled(np.array([7, 7, 3, 7]))
    assert (drawn[0] == 1).all()
    assert (drawn[:, 0] == drawn[:, 1]).all()
    assert (drawn[:, 0] != drawn[:, 2]).any()


def test_changes_of_the_corpus_are_told_apart(few_articles: list[Article]) -> None:
    first, second, third, fourth, *others = few_articles
    changed = [
        replace(second, labels=("ai_training",)),
        replace(third, text=third.text + " More."),
        replace(fourth, evidence=()),
        replace(others[0], id="new-1"),
        *others,
    ]
    found = changes(learned(few_articles), learned(changed))
    assert found.added == ("new-1",)
    assert found.removed == (first.id,)
    assert found.rewritten == (third.id,)


SAME = """
from classifier.versions import parameters_digest
from tests.classifier.tiny import tiny_articles, tiny_model
print(parameters_digest(tiny_model(tiny_articles())))
"""


def test_the_same_corpus_and_seed_give_the_same_parameters_in_another_process(
    few_model: FlagModel,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAME], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert done.stdout.strip() == parameters_digest(few_model)


@pytest.mark.parametrize(("best", "wanted"), [(30.0, 30.0), (3.0, 10.0)])
def test_a_search_leaves_the_usual_recipe_only_for_one_that_is_better(
    best: float, wanted: float
) -> None:
    values = {10.0: 0.9, best: 0.92 if best == 30.0 else 0.901}

    def measure(articles: object, seed: int, recipe: dict) -> float:
        return values.get(recipe["C"], 0.5)

    found = search([], seed=1, jobs=1, progress=silent, measure=measure)
    assert found == {"C": wanted}
