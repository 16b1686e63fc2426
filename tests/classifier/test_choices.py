from dataclasses import dataclass

import pytest

from benchmarks.choices import NAMES, TABLE, measure, table
from classifier.choices import LIMIT, Choice, choices

# One find or mark fewer than at the last measurement; raise them when the finder gets better.
FLOOR = {"dev": (0.91, 0.70), "retired": (0.75, 0.58), "test": (0.70, 0.38), "fresh": (0.78, 0.31)}


@dataclass(frozen=True)
class Link:
    start: int
    end: int
    url: str | None


def link(text: str, words: str, url: str = "https://example.com/out") -> Link:
    start = text.index(words)
    return Link(start, start + len(words), url)


def found(text: str) -> list[str]:
    return [choice.text for choice in choices(text)]


@pytest.mark.parametrize("part", FLOOR)
def test_marked_ways_out_are_found(part: str) -> None:
    precision, recall = FLOOR[part]
    assert measure(part).precision >= precision
    assert measure(part).recall >= recall


def test_the_committed_table_is_the_measured_one() -> None:
    assert table() in TABLE.read_text(encoding="utf-8")


def test_every_part_has_articles_that_name_no_way_out() -> None:
    assert all(measure(part).without > 0 for part in NAMES)


@pytest.mark.parametrize(
    ("sentence", "way_out"),
    [
        ("To stop it, go to Settings > Privacy > Ads.", "Settings > Privacy > Ads"),
        ("Turn it off under Account › Data sharing.", "Account › Data sharing"),
        ("To opt out: Menu → Labs → Training.", "Menu → Labs → Training"),
        ("To stop it, open Settings, then Privacy, then Ads.", "Settings, then Privacy, then Ads"),
        ("You can delete it in Settings, Privacy and Ads.", "Settings, Privacy and Ads"),
        ("Turn off Ad Personalisation before May.", "Turn off Ad Personalisation"),
        ("To object, use the form “Object to processing”.", "“Object to processing”"),
        ("Unless you untick it, a switch named Smart Tips is on.", "switch named Smart Tips"),
        ("To object, write to optout@example.com today.", "optout@example.com"),
        ("You may object at example.com/opt-out.", "example.com/opt-out"),
        ("To stop these messages, reply STOP.", "reply STOP"),
    ],
)
def test_a_way_out_is_found_as_the_article_puts_it(sentence: str, way_out: str) -> None:
    assert found(sentence) == [way_out]


@pytest.mark.parametrize(
    "sentence",
    [
        "Press File > Save and close the window.",
        "For a bigger font go to Settings > Look > Theme.",
        "Go to Settings > Backup and turn it on. It was off.",
        "Users in Austria, then Belgium, objected to it.",
        "Under the GDPR, the European Commission has to say no first.",
        "Help > Privacy > Switches\n\nThis page tells how to opt out.",
        "Our reporter can be reached at jo@example.com for more.",
    ],
)
def test_what_leads_nowhere_out_is_passed_over(sentence: str) -> None:
    assert found(sentence) == []


def test_a_step_of_a_list_is_explained_above_the_list() -> None:
    assert found("How to turn it off:\n\n1. Go to Tools > Voice.\n\n2. Save.") == ["Tools > Voice"]
    assert found("How to turn it off:\n\nOur tools are good. See Tools > Voice.") == []


def test_a_link_that_says_opt_out_is_found_with_its_address() -> None:
    text = "Read more. Object here if you mind."
    assert choices(text, [link(text, "Object here")]) == [
        Choice("Object here", "https://example.com/out")
    ]


def test_a_link_that_only_points_needs_a_sentence_that_says_so() -> None:
    asked = "To delete your data use this form. Thanks."
    silent = "Delete it. To win a car use this form."
    assert [choice.text for choice in choices(asked, [link(asked, "this form")])] == ["this form"]
    assert choices(silent, [link(silent, "this form")]) == []


def test_a_headline_in_a_link_is_no_way_out() -> None:
    text = "More: Thousands of users object to the plans of the company in Dublin court"
    assert choices(text, [link(text, text[6:])]) == []


def test_a_path_takes_the_address_of_a_link_inside_it() -> None:
    text = "To opt out go to Settings > Privacy."
    assert choices(text, [link(text, "Privacy")]) == [
        Choice("Settings > Privacy", "https://example.com/out")
    ]


def test_choices_come_in_the_order_of_the_text_and_once_each() -> None:
    text = "Object here or turn off Ads. Or stop it in Data > Ads. Again: turn off Ads."
    kinds = choices(text, [link(text, "Object here")])
    assert [choice.text for choice in kinds] == ["Object here", "turn off Ads", "Data > Ads"]


def test_there_are_never_more_than_a_reader_goes_through() -> None:
    text = "\n\n".join(f"To stop it: Settings > Part{number}." for number in range(30))
    assert found(text) == [f"Settings > Part{number}" for number in range(LIMIT)]


@pytest.mark.parametrize(
    "unit",
    [">", "> ", "A", "A ", "Ab > ", "Ab, ", '"', "*A", "a.", "a@", "off ", "Ab off > ", "the Ab ",
     "set Ab to off ", "form in it to stop ", "Ab and b", "profile ", "page ", "1. ", "a.com/",
     "Settings > Ab. Turn off Cd. ", "Account, ", "\n"],
)  # fmt: skip
def test_hostile_text_is_read_to_its_end(unit: str) -> None:
    # With an unbounded repeat one of these runs for hours.
    text = unit * (100_000 // len(unit))
    links = [Link(start, start + 4, None) for start in range(0, 40_000, 40)]
    assert len(choices(text, links)) <= LIMIT
