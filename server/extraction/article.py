"""What extraction gives back, and the reasons it may give instead."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Link:
    """A way out of the article: `article.text[start:end]` is its text, `url` is absolute."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What a page says of itself, unchecked: it may be wrong or hostile.

    address: http or https. published: as written, ISO 8601 as a rule. licence: address or words.
    """

    address: str | None = None
    published: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The readable part of one page.

    title: without the site's name; "" when the page names none.
    text: paragraphs in document order, separated by one blank line; plain text, never render it.
    language: what the page declares ("en", "pt-BR"), or None.
    links: in order of `start`; http, https and mailto only.
    origin: what the page says of its address, date and licence.
    """

    title: str
    text: str
    language: str | None = None
    links: tuple[Link, ...] = ()
    origin: Origin = Origin()


class ExtractionError(ValueError):
    """No article came out; `reason` is a stable word for answers and metrics."""

    reason: ClassVar[str] = "extraction"


class NotAnArticle(ExtractionError):
    """The page was read, and it holds no article."""

    reason = "not_article"


class TooLarge(ExtractionError):
    """The page has more characters than one page may cost."""

    reason = "too_large"


class TooComplex(ExtractionError):
    """The page has more tags, attributes or depth than one page may cost."""

    reason = "too_complex"


class TooSlow(ExtractionError):
    """Extraction was stopped at its limit of seconds or memory."""

    reason = "too_slow"
