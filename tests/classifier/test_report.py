import json
import re

from classifier import corpus
from classifier.charts import histogram, line_chart
from classifier.model_card import CARD, FIGURES, card
from classifier.registry import Registry
from classifier.report import render


def test_the_model_card_is_what_the_figures_say():
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert CARD.read_text(encoding="utf-8") == card(figures), "python -m classifier.model_card"


def test_the_report_needs_nothing_from_elsewhere(trained_home):
    page = render(Registry(trained_home).load(), corpus.load())
    assert not re.search(r"(?:src|href)=|https?://|<script|@import|url\(", page)
    assert page.count("<svg") == 5
    assert "Hardest articles" in page


def test_titles_are_escaped(trained_home):
    loaded = Registry(trained_home).load()
    page = render(loaded, [])
    assert "(no longer in the corpus)" in page
    assert "<b>" not in line_chart(
        [("<b>", [(0, 0), (1, 1)])] * 2, title="<b>", x_label="<b>", y_label="<b>"
    )


def test_a_histogram_marks_the_threshold():
    chart = histogram([("yes", [0.1, 0.9]), ("no", [])], title="Scores", threshold=0.5)
    assert 'class="threshold"' in chart
