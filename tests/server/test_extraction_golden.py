"""The golden pages: our own text in the structures that break extractors, and pages without one.

A quality gate. When a figure falls on purpose, pin the new one here and say why in the commit.
"""

import json
from pathlib import Path

import pytest

from benchmarks.shingles import compare, summarise
from server.extraction import Article, NotAnArticle, extract

GOLDEN = Path(__file__).parents[1] / "golden"
ARTICLES = sorted((GOLDEN / "articles").iterdir())
OTHERS = sorted((GOLDEN / "others").glob("*.html"))
URL = "https://site.example/2026/article"

LEAST_F1_OF_A_PAGE = 0.95  # a headline in bold that no tag marks, a subtitle
LEAST_F1 = 0.995


def read(page: Path) -> Article:
    return extract((page / "source.html").read_text(encoding="utf-8"), URL)


def expected(page: Path) -> str:
    return (page / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.name)
def test_the_text_of_a_golden_page_is_found(page: Path) -> None:
    f1, _, _ = summarise([compare(expected(page), read(page).text)])
    assert f1 >= LEAST_F1_OF_A_PAGE


def test_the_golden_pages_together_keep_the_pinned_quality() -> None:
    f1, _, _ = summarise([compare(expected(page), read(page).text) for page in ARTICLES])
    assert f1 >= LEAST_F1


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.name)
def test_title_language_and_links_of_a_golden_page(page: Path) -> None:
    article = read(page)
    links = [[article.text[link.start : link.end], link.url] for link in article.links]
    assert {
        "title": article.title,
        "language": article.language,
        "links": links,
    } == json.loads((page / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.stem)
def test_a_page_without_an_article_has_none(page: Path) -> None:
    with pytest.raises(NotAnArticle):
        extract(page.read_text(encoding="utf-8"), URL)
