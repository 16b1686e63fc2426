"""Links that lead out, and the address that a way out gets."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol
from urllib.parse import urlsplit

from classifier.choices.scan import Scan

LINK_WORDS = 8  # a longer link is the headline of another article
POINTER_WORDS = 4  # "by filling in this form"; a longer one tells of something else
SCHEMES = ("http", "https", "mailto")

# An article is full of links; these words tell the few that lead out. ("Unsubscribe" is about the
# page's own letters.)
_ASKED = re.compile(
    r"\b(?:opt(?:ing)?[- ]?out|object(?:ion)?|withdraw|delet(?:e|ion)|erasure|remove|"
    r"(?:turn|switch)(?:ing)?(?: it| this)? off|do not sell)\b",
    re.IGNORECASE,
)
# A link that only points; its sentence says to what.
_POINTER = re.compile(
    r"\b(?:here|this|form|link|page|portal|tool|settings|preferences|help)\b", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")

Span = tuple[int, int]


class Link(Protocol):
    """A link in a text: characters `start` to `end` (exclusive), and where it leads."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def url(self) -> str | None: ...  # noqa: D102


def leading_out(scan: Scan, links: Iterable[Link]) -> Iterator[Span]:
    """The links that say that they lead out, or that point and whose sentence says so."""
    for link in links:
        words = scan.text[link.start : link.end]
        if words.strip() and len(words.split()) <= LINK_WORDS and _leads_out(scan, link, words):
            yield link.start, link.end


def _leads_out(scan: Scan, link: Link, words: str) -> bool:
    if _ASKED.search(words):
        return True
    if len(words.split()) > POINTER_WORDS or not _POINTER.search(words):
        return False
    around = scan.around(link.start, link.end)
    return bool(_ASKED.search(scan.text, around.start, around.end))


def url(words: str, start: int, end: int, links: Iterable[Link]) -> str | None:
    """Where `words`, characters `start` to `end`, lead: by a link on them, or by themselves.

    Only http, https and mailto: a page must not get the reader to run something.
    """
    for link in links:
        if link.start < end and start < link.end and link.url and _is_safe(link.url):
            return link.url
    if _MAIL.fullmatch(words):
        return f"mailto:{words}"
    return words if " " not in words and _is_safe(words) else None


def _is_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme in SCHEMES
    except ValueError:  # http://[
        return False
