import re
from collections import Counter

import pytest

from classifier import drift_page
from classifier.drift import ENOUGH, Drift, Period, drift, names_of, periods, stability
from classifier.labels import FLAGS


def answer(probability: float, *, unsure: bool = False) -> dict:
    raised = probability >= 0.6
    flags = [
        {"flag": flag, "probability": probability, "raised": raised, "unsure": unsure}
        for flag in FLAGS
    ]
    return {"verdict": "scored", "flags": flags}


def week(
    name: str, probability: float, *, count: int = ENOUGH, unknown: int = 3, **about
) -> Period:
    counts: Counter[str] = Counter()
    for _ in range(count):
        counts += names_of(answer(probability, **about), unknown, 100)
    return Period(name, "2026.11.26-1", counts)


def test_the_same_articles_have_not_drifted() -> None:
    found = drift([week("2026-W40", 0.2), week("2026-W41", 0.2)])
    assert found.signs == ()
    assert "no need to label" in found.advice


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (week("2026-W41", 0.8), "have shifted"),
        (week("2026-W41", 0.2, unknown=5), "unknown to the model"),
        (week("2026-W41", 0.2, unsure=True), "is unsure in 100% of articles, was 0%"),
    ],
)
def test_other_articles_are_told_with_what_to_do(now: Period, words: str) -> None:
    found = drift([week("2026-W40", 0.2), now])
    assert any(words in sign for sign in found.signs)
    assert found.advice.startswith("Label more")


def test_too_few_articles_tell_nothing() -> None:
    found = drift([week("2026-W40", 0.2), week("2026-W41", 0.9, count=ENOUGH - 1)])
    assert found == Drift(())
    assert found.advice.startswith("Too few to tell")
    assert drift([]) == Drift(())


def test_small_weeks_are_taken_together() -> None:
    small = [week(f"2026-W{n}", 0.2, count=ENOUGH // 2) for n in range(40, 44)]
    found = drift(small)
    assert found.before
    assert found.now
    assert (found.before.name, found.now.name) == ("2026-W40 to 2026-W41", "2026-W42 to 2026-W43")


def test_weeks_under_another_model_are_not_compared() -> None:
    before = week("2026-W40", 0.2)
    later = Period("2026-W41", "2026.11.26-2", before.counts)
    assert drift([before, later]).before is None


def test_rows_become_weeks_in_order() -> None:
    rows = [
        ("2026-W41", "2026.11.26-10", "verdict.scored", 3),
        ("2026-W41", "2026.11.26-9", "verdict.scored", 2),
        ("2026-W40", "2026.11.26-9", "verdict.scored", 1),
    ]
    assert [period.scored for period in periods(rows)] == [1, 2, 3]


def test_stability_is_nought_for_equals_and_grows_with_the_distance() -> None:
    assert stability([50, 50], [50, 50]) == pytest.approx(0)
    assert stability([50, 50], [60, 40]) < 0.1 < stability([50, 50], [90, 10])


def test_the_page_needs_nothing_from_elsewhere_and_draws_the_weeks() -> None:
    page = drift_page.render([week("2026-W40", 0.2), week("2026-W41", 0.8)])
    assert not re.search(r"(?:src|href)=|https?://|<script|@import|url\(", page)
    assert page.count("<svg") == 6
    assert "Label more" in page


def test_the_axes_name_weeks_and_no_share_is_over_one() -> None:
    weeks = [week(f"2026-W{number}", 0.9) for number in (40, 41, 48)]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drift_page.render(weeks))
    assert texts[:4] == ["Flags raised", "2026-W40", "2026-W48", "week"]
    assert max(float(text) for text in texts if re.fullmatch(r"[\d.]+", text)) <= 1
