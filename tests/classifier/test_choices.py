import time
from dataclasses import dataclass

import pytest

from benchmarks.choice_marks import PARTS, cases, rows
from benchmarks.choice_weights import examples, fit
from benchmarks.choices import measure
from classifier.choices import LIMIT, Choice, choices
from classifier.choices.choosing import MOST, candidates, shipped
from classifier.choices.scan import Scan
from classifier.choices.words import WORDS

# Half a find or mark below the last measurement of the shipped weights (benchmarks/choices.md);
# raise them when the finder gets better.
FLOOR = {
    "develop": (0.90, 0.89),
    "check": (0.93, 0.78),
    "final": (0.86, 0.83),
    "written": (0.89, 0.80),
    "second": (0.93, 0.75),
    "third": (0.88, 0.64),
}


@dataclass(frozen=True)
class Link:
    start: int
    end: int
    url: str | None


def link(text: str, words: str, url: str | None = "https://example.com/out") -> Link:
    start = text.index(words)
    return Link(start, start + len(words), url)


def found(text: str) -> list[str]:
    return [choice.text for choice in choices(text)]


@pytest.mark.parametrize("part", FLOOR)
def test_marked_ways_out_are_found(part: str) -> None:
    precision, recall = FLOOR[part]
    measured = measure(case for case in cases(part) if case.flagged)
    assert measured.precision >= precision
    assert measured.recall >= recall


def test_the_parts_share_no_article_and_each_has_enough_that_name_a_way_out() -> None:
    ids = [row["id"] for row in rows()]
    assert len(set(ids)) == len(ids)
    for part in PARTS:
        marked = cases(part)
        # "fresh" was drawn from what was left of the corpus: it names hardly any.
        assert sum(bool(case.wanted()) for case in marked) >= (1 if part == "fresh" else 39)
        assert any(not case.marks for case in marked)


def test_the_shipped_weights_are_those_that_the_marks_give() -> None:
    fitted = fit(examples())
    assert {name for name, weight in fitted.items() if abs(weight) > 0.1} <= set(shipped())
    assert {name: fitted[name] for name in shipped()} == pytest.approx(shipped(), abs=0.05)


def test_no_list_of_words_is_empty() -> None:
    assert all(WORDS.values())


@pytest.mark.parametrize(
    ("sentence", "way_out"),
    [
        ("To stop it, go to Settings > Privacy > Ads.", "Settings > Privacy > Ads"),
        ("Turn it off under Account › Data sharing.", "Account › Data sharing"),
        ("To opt out: Menu → Labs → Training.", "Menu → Labs → Training"),
        ("To stop it, open Settings, then Privacy, then Ads.", "Settings, then Privacy, then Ads"),
        ("To refuse it: Settings, Privacy, Ads.", "Settings, Privacy, Ads"),
        ("To leave, tap the cog, then Legal.", "cog, then Legal"),
        ("Turn off Ad Personalisation before May.", "Turn off Ad Personalisation"),
        ("Set “Data sharing” to Never to be left out.", "Set “Data sharing” to Never"),
        ("To object, use the form “Object to processing”.", "use the form “Object to processing”"),
        ("Unless you untick it, a switch named Smart Tips is on.", "switch named Smart Tips"),
        ("To be left out you must fill in form C2.", "form C2"),
        ("To opt out, use the objection form under “Legal”.", "objection form under “Legal”"),
        ("To object, write to optout@example.com today.", "optout@example.com"),
        ("You may object at example.com/opt-out.", "example.com/opt-out"),
        ("To opt out, write to PO Box 12, Leeds.", "PO Box 12, Leeds"),
        ("You may opt out: call 0300 123 4567.", "call 0300 123 4567"),
        ("To stop these messages, reply STOP.", "reply STOP"),
        ("To opt out, uncheck Learn from my drafts and save.", "uncheck Learn from my drafts"),
        (
            "Opt out there: the shield, then Companion, then Stop.",
            "the shield, then Companion, then Stop",
        ),
        (
            "You can opt out with the “No Research” slip at the till.",
            "“No Research” slip at the till",
        ),
        ("To opt out, write to Data Team, Room 4, Leeds.", "Data Team, Room 4, Leeds"),
        (
            "To stop it, message the bot with the words LEAVE ME.",
            "message the bot with the words LEAVE ME",
        ),
        ("To opt out, just say, “no training”.", "say, “no training”"),
        ("To stop it set PLUME_NO_METRICS=1 first.", "PLUME_NO_METRICS=1"),
    ],
)
def test_a_way_out_is_found_as_the_article_puts_it(sentence: str, way_out: str) -> None:
    assert found(sentence) == [way_out]


@pytest.mark.parametrize(
    "sentence",
    [
        "You have the right to object. Ask the firm in writing.",
        "Press File > Save and close the window.",
        "For a bigger font go to Settings > Look > Theme.",
        "Go to Settings > Backup and turn it on. It was off.",
        "Users in Austria, then Belgium, objected to it.",
        "Offices in Austria, Belgium and Account, Malta, refuse to say.",
        "Under the GDPR, the European Commission has to say no first.",
        "Help > Privacy > Switches\n\nThis page tells how to opt out.",
        "Our reporter can be reached at jo@example.com for more.",
        "Write to our editor at letters@example.com with your questions.",
        "There is no opt-out form in the app.",
        "The banner had a button labelled “Accept all”.",
        "board › Help › Scams\n\nHow to opt out.",
        "They trained on it. For a darker look go to Settings > Display.",
        "They objected to four firms: Teemo, Fidzup, and then Vectaury.",
        "The form says that you may object.",
    ],
)
def test_what_leads_nowhere_out_is_passed_over(sentence: str) -> None:
    assert found(sentence) == []


def test_a_step_of_a_list_is_explained_above_the_list() -> None:
    assert found("How to turn it off:\n\n1. Go to Tools > Voice.\n\n2. Save.") == ["Tools > Voice"]


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


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[", "", None]
)
def test_no_address_but_of_the_web_or_mail_is_ever_given(url: str | None) -> None:
    text = "To opt out go to Settings > Privacy. Object here."
    links = [
        Link(link(text, words).start, link(text, words).end, url) for words in ("Privacy", "here")
    ]
    assert [choice.url for choice in choices(text, links)] == [None, None]


@pytest.mark.parametrize(
    ("sentence", "url"),
    [
        ("To object, write to optout@example.com today.", "mailto:optout@example.com"),
        ("You may object at https://example.com/opt-out.", "https://example.com/opt-out"),
        ("You may object at example.com/opt-out.", None),
        ("You may object at www.example.com/opt-out.", None),
    ],
)
def test_an_address_in_the_text_leads_somewhere_only_if_it_is_certain(
    sentence: str, url: str | None
) -> None:
    assert [choice.url for choice in choices(sentence)] == [url]


def test_the_page_s_own_newsletter_is_no_way_out() -> None:
    text = "The app shares your data. Unsubscribe from this letter."
    assert choices(text, [link(text, "Unsubscribe")]) == []


def test_choices_come_in_the_order_of_the_text_and_once_each() -> None:
    text = (
        "Object here or turn off “Ad topics”, or stop it in Data > Ads. Then: turn off “Ad topics”."
    )
    kinds = choices(text, [link(text, "Object here")])
    assert [choice.text for choice in kinds] == [
        "Object here",
        "turn off “Ad topics”",
        "Data > Ads",
    ]


def test_there_are_never_more_than_a_reader_goes_through() -> None:
    text = "\n\n".join(f"To stop it: Settings > Part{number}." for number in range(30))
    assert found(text) == [f"Settings > Part{number}" for number in range(LIMIT)]


@pytest.mark.parametrize(
    "unit",
    [">", "> ", "A", "Ab > ", "Ab, ", '"', "*A", "a.", "a@", "off ", "the Ab ", "set Ab to off ",
     "Ab and b", "profile ", "1. ", "a.com/", "Settings > ", "Privacy, then ", "and ",
     "“Aa bb” switch ", "P.O. Box 1, ", "call 1234567 ", "- Ab: Cd\n", "reply STOP ",
     "opt-out form ", "Ab form ", 'say "ab" ', "write to Ab, 1 ", "A_B=1 ", "call 311 ",
     "`", "'A", "a-", "İ", '"Settings > A" ', "Aa b c d e ", "\n"],
)  # fmt: skip
def test_hostile_text_is_read_to_its_end(unit: str) -> None:
    # With an unbounded repeat one of these runs for hours.
    text = unit * (20_000 // len(unit))
    links = [Link(start, start + 4, None) for start in range(0, 16_000, 40)]
    assert len(choices(text, links)) <= LIMIT


@pytest.mark.parametrize("unit", [">", "Settings > ", "."])
def test_the_time_taken_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        choices(text)
        return time.process_time() - start

    seconds(1_000)
    # Ten times as long for ten times the text; if it were quadratic, a hundred times.
    assert seconds(100_000) < 40 * seconds(10_000) + 1


def test_of_a_page_of_nothing_but_addresses_a_part_is_weighed() -> None:
    assert len(candidates(Scan("a@b.example " * 2 * MOST))) == MOST
