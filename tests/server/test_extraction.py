"""One page in, one article out."""

import pytest

from server.extraction import Article, NotAnArticle, TooComplex, TooLarge, extract

SENTENCE = "The company put everyone in, and nobody was asked whether they agreed with the change. "
PARAGRAPH = f"<p>{SENTENCE * 3}</p>"


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"


def article(inside: str, head: str = "") -> Article:
    return extract(page(f"<article>{PARAGRAPH}{inside}{PARAGRAPH}</article>", head))


def test_paragraphs_are_separated_by_one_blank_line() -> None:
    found = article("<p>One  folded\n line of text, in the middle of it.</p>")
    assert found.text.split("\n\n")[1] == "One folded line of text, in the middle of it."


def test_two_line_breaks_make_a_paragraph_and_one_does_not() -> None:
    found = article("<p>A first line, of some length.<br>A second.<br> <br>A third line here.</p>")
    assert found.text.split("\n\n")[1:3] == [
        "A first line, of some length.\nA second.",
        "A third line here.",
    ]


def test_link_offsets_cut_out_the_text_of_the_link() -> None:
    inside = (
        "<p>You can <b>always</b> <a href='/privacy?a=1'> object <i>here</i> </a>, until May.</p>"
    )
    found = extract(
        page(f"<article>{PARAGRAPH}{inside}{PARAGRAPH}</article>"), "https://a.example/b/"
    )
    (link,) = found.links
    assert found.text[link.start : link.end] == "object here"
    assert link.url == "https://a.example/privacy?a=1"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("c", "https://b.example/d/c"),
        ("mailto:privacy@a.example", "mailto:privacy@a.example"),
        ("javascript:void(0)", None),
        ("http://[http://a", None),
        ("", None),
    ],
)
def test_links_are_resolved_against_the_base_and_only_ways_out_are_kept(
    href: str, url: str | None
) -> None:
    inside = f"<p>Those who would rather not can <a href='{href}'>object by form</a> until May.</p>"
    found = article(inside, "<base href='https://b.example/d/'>")
    assert [link.url for link in found.links] == ([url] if url else [])


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Bank opts in all - The Daily Bugle</title>", "Bank opts in all"),
        ("<title>Bank opts in all | Money | Bugle</title>", "Bank opts in all"),
        (
            "<title>x</title><meta property='og:title' content='Bank opts all in'>",
            "Bank opts all in",
        ),
        (
            "<meta property='og:title' content='Opted in: Bugle'>"
            "<meta property='og:site_name' content='Bugle'>",
            "Opted in",
        ),
        ("<title>Self-service is here</title>", "Self-service is here"),
        ("", ""),
    ],
)
def test_the_title_is_the_headline_without_the_site(head: str, title: str) -> None:
    assert article("", head).title == title


def test_an_h1_that_the_title_repeats_is_the_title() -> None:
    body = f"<h1>Opted in - again</h1><article>{PARAGRAPH * 3}</article>"
    assert (
        extract(page(body, "<title>Opted in - again - Bugle</title>")).title == "Opted in - again"
    )


@pytest.mark.parametrize(
    ("head", "language"),
    [
        ("<meta http-equiv='Content-Language' content='de'>", "de"),
        ("<meta property='og:locale' content='fr_FR'>", "fr-FR"),
        ("<meta name='language' content='Deutsch (alt)'>", None),
    ],
)
def test_without_an_attribute_the_language_is_that_of_the_head(
    head: str, language: str | None
) -> None:
    html = f"<html><head>{head}</head><body><article>{PARAGRAPH * 4}</article></body></html>"
    assert extract(html).language == language


@pytest.mark.parametrize(
    ("attributes", "language"),
    [("lang='pt_BR'", "pt-BR"), ("lang='en'", "en"), ("", None), ("lang='{{lang}}'", None)],
)
def test_the_language_is_the_declared_one(attributes: str, language: str | None) -> None:
    html = f"<html {attributes}><body><article>{PARAGRAPH * 4}</article></body></html>"
    assert extract(html).language == language


def test_a_fragment_is_read_like_a_page() -> None:
    assert extract(PARAGRAPH * 3).text == "\n\n".join([(SENTENCE * 3).strip()] * 3)


def test_a_page_that_omits_the_tags_of_head_and_body_is_read() -> None:
    html = f"<!doctype html><title>Opted in</title><article>{PARAGRAPH * 3}</article>"
    assert extract(html).text.count(SENTENCE.strip()) == 9


@pytest.mark.parametrize("html", ["", "  ", "<!-- x -->", "<html></html>", "<script>x()</script>"])
def test_nothing_readable_is_not_an_article(html: str) -> None:
    with pytest.raises(NotAnArticle):
        extract(html)


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("x" * 4_000_001, TooLarge),
        ("<b>" * 60_001, TooComplex),
        ("<div>" * 200 + SENTENCE, TooComplex),
        ("<div>" * 2000 + SENTENCE, TooComplex),
        ("<p " + " ".join(f"a{number}" for number in range(5000)) + ">", TooComplex),
    ],
)
def test_pages_beyond_the_bounds_are_refused_before_they_cost(
    html: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        extract(html)


def test_an_address_that_is_none_tells_nothing() -> None:
    html = page(f"<article>{PARAGRAPH * 2}</article>")
    assert extract(html, "http://[").text == extract(html).text


def test_control_characters_are_read_as_spaces() -> None:
    odd = "".join(map(chr, range(32))) + "\ufffe\uffff\ud800"
    html = page(f"<article>One{odd}word of loose text.{PARAGRAPH * 3}{odd}</article>")
    assert extract(html).text.split("\n\n")[0] == "One ?word of loose text."


def test_hidden_text_and_controls_are_left_out() -> None:
    hidden = (
        "<p hidden>Hidden by an attribute, all of it.</p>"
        "<p style='color:red; display : none'>Hidden by its style, all of it.</p>"
        "<button>Press</button><noscript>No script.</noscript><svg><text>Drawn.</text></svg>"
    )
    assert article(hidden).text == article("").text


@pytest.mark.parametrize(
    "promotion",
    [
        "<p><a href='/2'>Seven schemes compared, and what they keep</a></p>",
        "<p>Read more: <a href='/2'>Seven schemes compared, and what they keep</a></p>",
        "<p>Advertisement</p>",
        "<div class='related-articles'><p>Seven schemes compared, and what they keep.</p></div>",
        "<div class='ShareBar'><p>Share this</p></div>",
        "<figure><img><figcaption>A till, photographed in the last light.</figcaption></figure>",
        "<p>___</p>",
    ],
)
def test_what_stands_between_paragraphs_is_left_out(promotion: str) -> None:
    assert article(promotion).text == article("").text


@pytest.mark.parametrize(
    "way_out",
    [
        "<p><a href='/form'>Object to the use of your data here</a></p>",
        "<p>Settings &gt; Data privacy</p>",
        "<p>The form: <a href='/form'>Opt out of the sharing of data</a></p>",
    ],
)
def test_a_way_out_is_kept_wherever_it_stands(way_out: str) -> None:
    inside, last = article(way_out), extract(page(f"<article>{PARAGRAPH * 3}{way_out}</article>"))
    assert inside.text.count("\n\n") == article("").text.count("\n\n") + 1
    assert last.text.count("\n\n") == 3


def test_the_heading_of_a_section_is_no_furniture_for_its_id() -> None:
    inside = (
        "<section id='sharing-with-partners'><h2 id='comments-of-the-board'>Sharing</h2></section>"
    )
    assert "Sharing" in article(inside.replace("</h2>", f"</h2>{PARAGRAPH}")).text


def test_a_frame_named_for_its_sidebar_is_read() -> None:
    body = f"<div class='has-sidebar layout-menu'><div>{PARAGRAPH * 3}</div></div>"
    assert extract(page(body)).text.count(SENTENCE.strip()) == 9


def test_the_headline_is_left_out_only_where_it_is_the_title() -> None:
    body = f"<article><h1>Opted in</h1>{PARAGRAPH * 3}</article>"
    assert extract(page(body, "<title>Opted in</title>")).text.startswith("The company")


def test_preformatted_lines_and_the_rows_of_a_table_stay_apart() -> None:
    table = "<table><tr><th>Year<th>Cases brought</tr><tr><td>2024<td>Forty and one</tr></table>"
    text = article(f"<pre>pip install\n\n  optcheck, the checker</pre>{table}").text
    assert text.split("\n\n")[1:4] == [
        "pip install\noptcheck, the checker",
        "Year Cases brought",
        "2024 Forty and one",
    ]
