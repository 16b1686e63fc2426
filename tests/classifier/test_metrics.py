import json

import numpy as np
import pytest

from classifier import corpus
from classifier.calibration import SigmoidCalibration, base_rate_weights, best_threshold
from classifier.corpus import CorpusError
from classifier.evaluation import evaluate, load_examples, table
from classifier.labels import FLAGS
from classifier.metrics import figures, rates, share
from classifier.sentences import split


def test_perfect_answers_have_perfect_figures():
    labels = np.array([[1, 0, 1], [0, 1, 0], [0, 0, 0]], dtype=bool)
    found = rates(labels, labels)
    assert found["macro_f1"] == 1
    assert found["false_alarms"] == 0
    assert found["intervals"]["false_alarms"] == [0, 0]


def test_a_false_alarm_is_an_unflagged_article_that_raises_any_flag():
    labels = np.array([[0, 0, 0], [0, 0, 0], [1, 0, 0]], dtype=bool)
    raised = np.array([[0, 1, 0], [0, 0, 0], [0, 0, 1]], dtype=bool)
    assert rates(labels, raised)["false_alarms"] == 0.5


def test_calibration_error_of_one_bin_is_the_difference_of_its_means():
    labels = np.repeat([[True], [False], [False], [False]], 3, axis=1)
    found = figures(labels, np.full((4, 3), 0.35), np.full(3, 0.5))
    assert list(found["calibration_error"].values()) == pytest.approx([0.1] * 3)


def test_every_figure_has_an_interval_around_it():
    rng = np.random.default_rng(1)
    labels, probabilities = rng.random((200, 3)) < 0.4, rng.random((200, 3))
    found = figures(labels, probabilities, np.full(3, 0.5))
    for flag in FLAGS:
        low, high = found["intervals"][flag]["calibration_error"]
        assert low < found["calibration_error"][flag] < high


def test_the_share_of_hits_has_an_interval():
    found = share(np.array([True] * 70 + [False] * 30))
    low, high = found["interval"]
    assert low < found["share"] == 0.7 < high
    assert share(np.array([])) == {"share": None, "interval": None}


def test_figures_are_the_same_every_time_and_fit_into_json():
    rng = np.random.default_rng(1)
    labels, probabilities = rng.random((50, 3)) < 0.4, rng.random((50, 3))
    first = figures(labels, probabilities, np.full(3, 0.5))
    assert first == figures(labels, probabilities, np.full(3, 0.5))
    assert json.loads(json.dumps(first)) == first


def test_the_threshold_keeps_the_precision_floor():
    labels = np.array([1, 1, 0, 1, 0, 0])
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    assert best_threshold(labels, scores, floor=0.0) == 0.6
    assert best_threshold(labels, scores, floor=0.9) == 0.8


def test_base_rates_are_met():
    labels, weights = np.array([1, 0, 0, 1]), np.array([1.0, 2.0, 3.0, 4.0])
    weighted = base_rate_weights(labels, weights, 0.25)
    assert (weighted * labels).sum() / weighted.sum() == pytest.approx(0.25)


def test_a_sigmoid_learns_the_direction_of_scores():
    scores, labels = np.array([-2.0, -1, 1, 2]), np.array([0, 0, 1, 1])
    calibration = SigmoidCalibration().fit(scores, labels, np.ones(4))
    assert (np.diff(calibration.predict(scores)) > 0).all()


def test_evaluation_reads_the_corpus_itself(model):
    examples = load_examples(corpus.DEFAULT_FOLDER / "b01.jsonl")
    found = evaluate(model, examples)
    assert found.figures["articles"] == len(examples)
    assert found.figures["macro_f1"] > found.figures["keywords"]["macro_f1"]
    assert {error["error"] for error in found.errors} <= {"false alarm", "missed"}
    assert any("keyword baseline" in line for line in table(found.figures))


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b'{"id": "a"}',
        b'{"id":"a","title":"","text":"","labels":["x"]}',
        b'{"id":"a","title":"","text":"","labels":[],"reader_evidence":[]}',
        b'{"id":"a","title":"\xff","text":"","labels":[]}',
    ],
)
def test_a_line_that_is_no_labelled_article_is_named(tmp_path, line):
    file = tmp_path / "data.jsonl"
    file.write_bytes(line)
    with pytest.raises(CorpusError, match=r"data.jsonl:1: "):
        load_examples(file)


def test_an_example_may_hold_other_ends_of_lines(tmp_path):
    file = tmp_path / "data.jsonl"
    file.write_text('{"id":"a","title":"","text":"one\u2028two","labels":[]}\n', encoding="utf-8")
    assert [example.text for example in load_examples(file)] == ["one\u2028two"]


def test_marked_sentences_begin_and_end_where_sentences_do():
    starts = ends = spans = 0
    for article in corpus.load():
        sentences = split(article.text)
        starts_here, ends_here = {s.start for s in sentences}, {s.end for s in sentences}
        for span in article.evidence:
            spans += 1
            starts += span.start in starts_here
            ends += span.end in ends_here
    assert starts / spans > 0.9  # the rest follow a dateline
    assert ends / spans > 0.99
    assert len(FLAGS) == 3
