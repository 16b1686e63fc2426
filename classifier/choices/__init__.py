"""The ways out that an article itself names: menu paths, controls, forms, addresses, links.

A way out is a piece of the text that takes a reader to where something done with people's data can
be stopped, refused, limited, left or undone:

- a **path** through menus: "Settings > Privacy > Ads", "the cog, then Legal";
- a **control**: a switch, box, button or page by its name: "turn off Ad Personalisation";
- a **form** or page to object or opt out, by its number, name or place;
- an **address**: mail, post, telephone, a message to send, the web;
- a **link** that leads to one of these.

It is none if it is general advice or a right without a place to turn to ("you may object"), if the
article says that it is gone or does not work, or if it is for something else: looks, sound,
exports, joining, complaints to an authority, the page's own newsletter.

A generous grammar proposes (`paths`, `controls`, `places`), a linear model over what speaks for and
against each proposal chooses (`features`, `choosing`). How well: benchmarks/choices.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from classifier.choices.choosing import chosen
from classifier.choices.links import Link, leading_out, url
from classifier.choices.scan import Scan

LIMIT = 8  # more than a reader goes through; the fullest article of the corpus names nine
_EDGES = " ,"
_MARKS = "\"“”*‘’'«»`,. "

__all__ = ["LIMIT", "Choice", "Link", "choices"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A way out: how the article puts it, and the link that it gives, if any."""

    text: str
    url: str | None


def choices(text: str, links: Iterable[Link] = ()) -> list[Choice]:
    """The ways out in order of their place in `text`, each once; the LIMIT surest.

    links: those of the text. A way out that lies on one has its address, if it is http, https or
    mailto; so has one that is such an address itself.
    """
    links = list(links)
    scan = Scan(text)
    named = [(candidate.start, candidate.end) for candidate in chosen(scan, LIMIT)]
    linked = [
        (start, end)
        for start, end in leading_out(scan, links)
        if not any(first < end and start < last for first, last in named)
    ]
    linked = linked[:LIMIT]
    found: dict[str, tuple[int, int]] = {}
    for start, end in sorted(named[: LIMIT - len(linked)] + linked):
        found.setdefault(text[start:end].strip(_MARKS).casefold(), (start, end))
    return [
        Choice(text[start:end].strip(_EDGES), url(text[start:end].strip(_EDGES), start, end, links))
        for start, end in found.values()
    ]
