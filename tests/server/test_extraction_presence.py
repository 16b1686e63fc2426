"""Is there an article? What a page is decides how much text makes one."""

import pytest

from server.extraction import NotAnArticle, extract

SENTENCE = "The company put everyone in, and nobody was asked whether they agreed with the change. "
PARAGRAPH = f"<p>{SENTENCE * 2}</p>"
ARTICLE = "https://site.example/2026/everyone-is-in"


def page(body: str, head: str = "<title>Company</title>", attributes: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body {attributes}>{body}</body></html>"


def is_article(html: str, url: str | None = ARTICLE) -> bool:
    try:
        extract(html, url)
    except NotAnArticle:
        return False
    return True


def test_a_page_without_a_mark_needs_more_text_than_one_with_a_headline() -> None:
    head = "<title>Company puts everyone in</title>"
    assert not is_article(page(PARAGRAPH * 2, head))
    assert is_article(page("<h1>Company puts everyone in</h1>" + PARAGRAPH * 2, head))
    assert is_article(page(PARAGRAPH * 3, head))


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{PARAGRAPH * 2}</article>",
        f"<div class='entry-content'>{PARAGRAPH * 2}</div>",
        f"<div itemprop='articleBody'>{PARAGRAPH * 2}</div>",
    ],
)
def test_the_name_of_an_entry_is_a_mark(body: str) -> None:
    assert is_article(page(body))


def test_a_fragment_needs_no_mark() -> None:
    assert is_article(PARAGRAPH * 2)


@pytest.mark.parametrize(
    "path",
    ["", "/", "/index.html", "/en/", "/pt-br", "/login", "/user/register", "/contact-us.php"],
)
def test_homes_and_forms_are_known_by_their_address(path: str) -> None:
    assert is_article(page(PARAGRAPH * 6), None)
    assert not is_article(page(PARAGRAPH * 6), f"https://site.example{path}")


@pytest.mark.parametrize(
    "path", ["/?p=12", "/2026/login-of-the-future-is-a-face", "/news/how-to-contact-the-regulator"]
)
def test_an_article_may_be_about_logins_and_have_a_query_for_its_path(path: str) -> None:
    assert is_article(page(PARAGRAPH * 6), f"https://site.example{path}")


@pytest.mark.parametrize("title", ["Sign in", "Register - Company", "New thread"])
def test_forms_are_known_by_their_title(title: str) -> None:
    assert not is_article(page(PARAGRAPH * 6, f"<title>{title}</title>"))


def test_a_home_is_known_by_the_name_of_its_body() -> None:
    assert not is_article(page(PARAGRAPH * 6, attributes="class='home page'"))
    assert is_article(page(PARAGRAPH * 6, attributes="class='not-front has-home-link'"))


def test_goods_are_no_article_however_much_is_written_about_them() -> None:
    product = "<meta property='og:type' content='product.item'>"
    assert not is_article(page(f"<article>{PARAGRAPH * 30}</article>", product))
    price = "<div class='price-box'>12.00</div>"
    assert not is_article(page(price + PARAGRAPH * 6))
    assert is_article(page(price + f"<article>{PARAGRAPH * 6}</article>"))


def test_beginnings_of_several_articles_are_none() -> None:
    assert not is_article(page(f"<article>{f'<p>{SENTENCE * 2}and then…</p>' * 6}</article>"))


def test_notes_between_labels_are_no_article() -> None:
    label = "<p>Your name, as it stands in your passport</p><p>The town where you live now</p>"
    assert not is_article(page((label + PARAGRAPH) * 4))
    assert is_article(page((label + PARAGRAPH) * 20))
