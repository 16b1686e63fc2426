"""The corpus in numbers."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifier.corpus import SENTENCE, Article

LENGTHS = (100, 200, 400, 800, 1600)  # words: upper ends of the classes


@dataclass(frozen=True)
class Group:
    """articles: with this value. flagged: how many of them have any flag."""

    value: str
    articles: int
    flagged: int


def statistics(articles: Sequence[Article]) -> dict[str, list[Group]]:
    """By flag combination, genre, region, sector, length, year and source; articles without single
    sentences, which are a group of the genre alone. The largest groups first, lengths in order.
    """
    whole = [article for article in articles if article.genre != SENTENCE]
    found = {name: _grouped(whole, of) for name, of in _BY.items()}
    found["genre"] = _grouped(articles, lambda article: article.genre)
    found["length"].sort(key=lambda group: _place(group.value))
    return found


def _grouped(articles: Sequence[Article], of: Callable[[Article], str]) -> list[Group]:
    values = [of(article) for article in articles]
    flagged = Counter(v for v, article in zip(values, articles, strict=True) if article.labels)
    return [Group(value, count, flagged[value]) for value, count in _ordered(Counter(values))]


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _place(length: str) -> tuple[int, bool]:
    return int(length.split()[1]), length.startswith("from")


def _length(article: Article) -> str:
    words = len(article.text.split())
    for limit in LENGTHS:
        if words < limit:
            return f"under {limit} words"
    return f"from {LENGTHS[-1]} words"


def _year(article: Article) -> str:
    return article.source.date[:4] if article.source and article.source.date else "not known"


_BY: dict[str, Callable[[Article], str]] = {
    "flags": lambda article: ", ".join(article.labels) or "no flag",
    "genre": lambda article: article.genre,
    "region": lambda article: article.region,
    "sector": lambda article: article.sector,
    "length": _length,
    "year": _year,
    "source": lambda article: article.source.kind if article.source else "written for the corpus",
}
