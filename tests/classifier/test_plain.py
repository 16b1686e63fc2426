import pytest

from classifier.plain import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with “quotes” – and ünïcödé 日本語", "plain, with “quotes” – and ünïcödé 日本語"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x9b31m \x07", r"\x9b31m \x07"),
        ("two\nlines\tand\r\nmore", "two lines and  more"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("no\u00a0break, soft\u00adly", "no break, softly"),
        ("\x00\U000e0041", r"\x00\U000e0041"),
    ],
)
def test_what_could_act_is_spelled_and_the_rest_stays(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert "\n" not in visible(text)
