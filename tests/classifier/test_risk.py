import pytest

from classifier.risk import COLORS, badge, level, risk

D, A, R = "default_opt_in", "ai_training", "regulatory_action"


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        ({}, 0),
        ({D: 1.0}, 60),
        ({A: 1.0}, 60),
        ({R: 1.0}, 35),
        ({D: 1.0, A: 1.0}, 84),
        ({D: 1.0, A: 1.0, R: 1.0}, 90),
        ({D: 0.97, A: 0.96}, 82),
        ({D: 0.5, R: 0.5}, 42),
    ],
)
def test_risk_follows_its_formula(raised: dict[str, float], expected: int) -> None:
    assert risk(raised) == expected


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (0, "none"),
        (19, "none"),
        (20, "low"),
        (49, "low"),
        (50, "medium"),
        (69, "medium"),
        (70, "high"),
    ],
)
def test_levels_begin_where_the_policy_says(value: int, name: str) -> None:
    assert level(value) == name


def test_the_badge_counts_and_names_the_raised_flags() -> None:
    shown = badge({A: 0.9, D: 0.97})
    assert (shown.level, shown.text, shown.color) == ("high", "2", "#b3261e")
    assert shown.title == "High consent risk: default opt-in, AI training"


def test_no_flag_is_calm_and_close_to_the_line_is_a_question() -> None:
    assert badge({}).text == ""
    assert badge({}, {A}).text == "?"
    assert "AI training" in badge({}, {A}).title
    assert badge({D: 0.9}, {A}).text == "1"


def luminance(color: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(color[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", COLORS.values())
def test_white_is_readable_on_every_badge(color: str) -> None:
    assert 1.05 / (luminance(color) + 0.05) >= 4.5
