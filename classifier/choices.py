"""The ways out that an article itself names: menu paths, forms, links to settings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

LIMIT = 8  # more than a reader goes through; the strongest articles of the corpus name five

_WORD = r"[\w’'&/+-]+"
_STEP = rf"[“\"‘']?[A-Z]{_WORD}(?:[ ]{_WORD}){{0,6}}?[”\"’']?"
# The last step ends where the sentence goes on: "… > Data sharing and turn it off".
_GOES_ON = r"(?:and|then|or|to|where|which|that|is|are|if|by|before|until|in|on|from|at)"
_LAST_STEP = rf"[“\"‘']?[A-Z]{_WORD}(?:[ ](?!{_GOES_ON}[ ][a-z]){_WORD}){{0,6}}[”\"’']?"
_ARROW = r"[ ]?(?:>|→|›|»|->)[ ]?"
_MENU_PATH = re.compile(rf"{_STEP}(?:{_ARROW}{_STEP})*{_ARROW}{_LAST_STEP}")
_WAY_OUT = re.compile(
    r"\b(opt(?:ing|ed)?[- ]?out|object(?:ion)?|unsubscrib\w+|turn(?:ing|ed)? (?:it |this )?off|"
    r"switch(?:ing|ed)? (?:it |this )?off|disabl\w+|withdraw\w*|delet\w+|privacy settings?|"
    r"do not sell|settings?|preferences|form)\b",
    re.IGNORECASE,
)


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
    found: dict[str, Choice] = {}
    for _, choice in sorted(_candidates(text, list(links)), key=lambda pair: pair[0]):
        found.setdefault(choice.text.casefold(), choice)
    return list(found.values())[:LIMIT]


def _candidates(text: str, links: list[Link]) -> Iterator[tuple[int, Choice]]:
    for path in _MENU_PATH.finditer(text):
        inside = (link.url for link in links if path.start() <= link.start < path.end())
        yield path.start(), Choice(path.group(), next(inside, None))
    for link in links:
        words = text[link.start : link.end]
        if _WAY_OUT.search(words) and not _MENU_PATH.search(words):
            yield link.start, Choice(words, link.url)
