"""The ways out that an article itself names: menu paths, controls, addresses, links.

A find counts only where words near it speak of a way out (turn off, opt out, object, delete and
the like): "File > Save" is passed over. What is found and what not: benchmarks/choices.md.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from classifier import choice_patterns as patterns

LIMIT = 8  # more than a reader goes through; the fullest articles of the corpus name seven

# Characters from a find within which its way out is spoken of.
CLOSE = 60  # a control or address: about its own sentence
FAR = 250  # a path: its paragraph, or the steps above it
PRIVATE_FAR = 600  # a path that names privacy, data or the like: it hardly needs saying
LINK_WORDS = 8  # a longer link is the headline of another article
POINTER_WORDS = 4  # "by filling in this form"; a longer one tells of something else

Span = tuple[int, int]


class Link(Protocol):
    """A link in a text: characters `start` to `end` (exclusive), and where it leads."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def url(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Choice:
    """A way out: how the article puts it, and the link that it gives, if any."""

    text: str
    url: str | None


def choices(text: str, links: Iterable[Link] = ()) -> list[Choice]:
    """The ways out in order of their place in `text`, each once, at most LIMIT."""
    links = list(links)
    found: dict[str, Span] = {}
    for start, end in sorted(_spans(text, links)):
        found.setdefault(text[start:end].strip().casefold(), (start, end))
    return [
        Choice(text[start:end].strip(), _url(links, start, end))
        for start, end in list(found.values())[:LIMIT]
    ]


def _spans(text: str, links: list[Link]) -> Iterator[Span]:
    """Where the ways out stand, none inside another: a path comes before a control in it."""
    taken = bytearray(len(text))
    for find in (_arrow_paths, _spoken_paths, _controls, _addresses):
        yield from _free(taken, find(text))
    yield from _free(taken, _links(text, links))


def _free(taken: bytearray, spans: Iterable[Span]) -> Iterator[Span]:
    for start, end in spans:
        if not any(taken[start:end]):
            taken[start:end] = b"x" * (end - start)
            yield start, end


def _arrow_paths(text: str) -> Iterator[Span]:
    if not patterns.ARROW.search(text):
        return
    for start, end in _paths(patterns.ARROW_PATH, text):
        crumbs = start <= len("**")  # "Help > Privacy" on top of a page
        if not crumbs and _is_way_out(text, start, end):
            yield start, end


def _spoken_paths(text: str) -> Iterator[Span]:
    for start, end in _paths(patterns.SPOKEN_PATH, text):
        if _through_menus(text, start, end) and _is_way_out(text, start, end):
            yield start, end


def _through_menus(text: str, start: int, end: int) -> bool:
    """True for "Settings, Privacy" and "tap Home, then Sharing", not for "Austria, Belgium"."""
    path = text[start:end]
    if not patterns.THEN.search(path):
        return bool(patterns.MENU_STEP.search(path))
    opened = patterns.OPENER.search(text, max(0, start - 40), start)
    return bool(opened or patterns.MENU.search(path))


def _paths(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Matches of `pattern`, tried only where a step may begin, which is several times faster."""
    last = 0
    for step in patterns.STEP_BEGINS.finditer(text):
        match = pattern.match(text, step.start()) if step.start() >= last else None
        if match:
            last = match.end()
            yield match.span()


def _is_way_out(text: str, start: int, end: int) -> bool:
    if patterns.WAY_IN.match(text, end):
        return False
    if patterns.PRIVATE.search(text, start, end):
        return _near(patterns.WAY_OUT, text, start, end, PRIVATE_FAR)
    return bool(patterns.WAY_OUT.search(text, *_paragraph(text, start, end)))


def _paragraph(text: str, start: int, end: int) -> Span:
    """The find's paragraph, at most FAR on either side; for a step of a list also what is above."""
    line = text.rfind("\n", max(0, start - FAR), start) + 1
    last = text.find("\n", end, end + FAR)
    alone = line and not patterns.ITEM.match(text, line)
    return line if alone else max(0, start - FAR), last if last >= 0 else end + FAR


def _controls(text: str) -> Iterator[Span]:
    yield from (match.span() for match in patterns.SWITCHED.finditer(text))
    for start, end in _named(text):
        consent = patterns.CONSENT.search(text, start, end)
        if not consent and _near(patterns.PLAIN, text, start, end, CLOSE):
            yield start, end


def _named(text: str) -> Iterator[Span]:
    """Controls, pages and forms by their names, whatever they do."""
    for match in patterns.CALLED.finditer(text):
        kind = patterns.BEFORE_CALLED.search(text, max(0, match.start() - 60), match.start())
        if kind:
            beside = kind.end("kind") == match.start() - 1
            yield (kind if beside else match).start(), match.end()
    for match in patterns.QUOTED.finditer(text):
        before = patterns.BEFORE_QUOTED.search(text, max(0, match.start() - 30), match.start())
        after = patterns.AFTER_QUOTED.match(text, match.end())
        if before or after:
            yield (before or match).start(), (after or match).end()
    yield from (match.span() for match in patterns.ASKED_FOR.finditer(text))


def _near(pattern: re.Pattern[str], text: str, start: int, end: int, far: int) -> bool:
    return bool(pattern.search(text, max(0, start - far), end + far))


def _addresses(text: str) -> Iterator[Span]:
    if not patterns.HAS_ADDRESS.search(text):
        return
    for match in patterns.ADDRESS.finditer(text):
        if _near(patterns.ASKED, text, *match.span(), CLOSE):
            yield match.span()


def _links(text: str, links: list[Link]) -> Iterator[Span]:
    for link in links:
        words = text[link.start : link.end]
        if words.strip() and len(words.split()) <= LINK_WORDS and _leads_out(text, link, words):
            yield link.start, link.end


def _leads_out(text: str, link: Link, words: str) -> bool:
    """True if the link says so itself, or only points and its sentence says so."""
    if patterns.ASKED.search(words):
        return True
    if len(words.split()) > POINTER_WORDS or not patterns.POINTER.search(words):
        return False
    return bool(patterns.ASKED.search(text, *_sentence(text, link.start, link.end)))


def _sentence(text: str, start: int, end: int) -> Span:
    """The sentence round a piece of `text`, at most FAR characters on either side."""
    stops = (". ", "? ", "! ", "\n")
    before = max(text.rfind(stop, max(0, start - FAR), start) for stop in stops)
    after = [place for stop in stops if (place := text.find(stop, end, end + FAR)) >= 0]
    return before if before >= 0 else max(0, start - FAR), min(after, default=end + FAR)


def _url(links: list[Link], start: int, end: int) -> str | None:
    inside = (link.url for link in links if link.start < end and start < link.end)
    return next(inside, None)
