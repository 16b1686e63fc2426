import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone

from classifier import corpus
from classifier.labels import FLAGS
from classifier.model import FlagModel, document

REGRESSION = sorted((Path(__file__).parent / "regression").glob("*.txt"))
NO_WHEN_LINES = 11  # bullets below "No when" in the label guide

PLAIN = (
    "Members' posts feed the network's AI",
    "The network has switched on a setting by default that lets it train its AI models on members' "
    "posts and photos without asking them. Those who object must find the switch in the fourth "
    "menu.\n\nThe data protection authority has opened an investigation and ordered the company to "
    "stop. A class action over privacy was filed on Monday.",
)


@pytest.fixture(scope="session")
def raised(model: FlagModel) -> list[tuple[corpus.Article, list]]:
    articles = [a for a in corpus.load() if a.genre != corpus.SENTENCE and a.labels]
    return [(article, model.judge(article.title, article.text)) for article in articles]


def test_plain_words_raise_all_three_flags(model):
    assert [result.flag for result in model.judge(*PLAIN) if result.raised] == list(FLAGS)


def test_evidence_is_quoted_from_the_text(model):
    for result in model.judge(*PLAIN):
        assert 1 <= len(result.evidence) <= 4
        for evidence in result.evidence:
            assert PLAIN[1][evidence.start : evidence.end] == evidence.text


def test_without_a_raised_flag_there_is_no_evidence(model):
    results = model.judge("Trams", "The new tram runs from Monday. It stops at the lake.")
    assert not any(result.raised or result.evidence for result in results)


def test_an_empty_text_raises_nothing(model):
    assert [result.probability < result.threshold for result in model.judge("", "")] == [True] * 3


def test_judging_agrees_with_predicting(model):
    probabilities = model.predict_proba([document(*PLAIN)])
    assert probabilities.shape == (1, 3)
    judged = [result.probability for result in model.judge(*PLAIN)]
    assert judged == pytest.approx(probabilities[0].tolist())


def test_a_probability_near_the_threshold_is_unsure(model):
    for article in corpus.load()[:200]:
        for result in model.judge(article.title, article.text):
            near = abs(result.probability - result.threshold) < model.band_
            assert result.unsure == near


def without(text: str, result) -> str:
    for evidence in sorted(result.evidence, key=lambda e: -e.start):
        text = text[: evidence.start] + text[evidence.end :]
    return text


def test_without_its_quoted_sentences_an_article_is_less_probable(model, raised):
    drops = [
        result.probability - after.probability
        for article, results in raised
        for result in results
        if result.raised
        for after in [
            model.judge(article.title, without(article.text, result))[FLAGS.index(result.flag)]
        ]
    ]
    assert len(drops) > 300
    assert np.mean(drops) > 0.1
    assert np.mean(np.array(drops) > 0) >= 0.95


@pytest.mark.parametrize("path", REGRESSION, ids=lambda path: path.stem)
def test_what_the_guide_says_is_no_is_not_raised(model, path):
    title, _, text = path.read_text(encoding="utf-8").partition("\n")
    flag = path.stem.split("-")[0]
    result = next(r for r in model.judge(title, text) if r.flag == flag)
    assert not result.raised, f"{result.probability:.2f} {result.evidence}"


def test_every_no_when_line_of_the_guide_has_its_article():
    guide = (corpus.DEFAULT_FOLDER / "LABELS.md").read_text(encoding="utf-8")
    lists = re.findall(r"\*\*No\*\* when:\n\n((?:[-  ].*\n)+)", guide)
    bullets = sum(line.startswith("- ") for text in lists for line in text.splitlines())
    assert bullets == NO_WHEN_LINES == len(REGRESSION)


def test_regression_articles_are_not_trained_on():
    titles = {article.title for article in corpus.load()}
    assert not any(path.read_text(encoding="utf-8").split("\n")[0] in titles for path in REGRESSION)


def test_parameters_are_stored_and_cloned():
    model = FlagModel(C=3.0, seed=5)
    assert clone(model).get_params() == {"C": 3.0, "seed": 5}
