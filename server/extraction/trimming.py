"""Paragraphs that stand on an article's node and are not its text: at its head, its foot, between.

All rules look at form (tag, length, links, last character), and only the foot's at words.
"""

import re
from collections.abc import Sequence

from server.extraction.text import HEADINGS, Paragraph, is_sentence

# Short lines without a full stop are at home here.
_LISTED = frozenset(("blockquote", "dd", "dt", "li", "pre", "table", "tbody", "tr"))
_WORD = re.compile(r"[^\W_]")
# Links that a reader of Optflag looks for; they are never taken for a promotion.
_WAY_OUT = re.compile(
    r"\b(?:consent|data protection|delet\w+|dpo|forms?|object\w*|opt\w*|preferences|privacy"
    r"|settings?|unsubscribe|withdraw\w*)\b",
    re.IGNORECASE,
)
# What stands between paragraphs to say that something else does.
_INTERRUPTION = re.compile(
    r"\W*(?:ad|advert|advertisements?|anzeige|publicidad(?:e)?|publicité|werbung"
    r"|(?:article|story) continues(?: below)?(?: advertisement)?|scroll to continue)\W*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^.!?]{0,30}[:»>|]?\s*")  # "Read more: "
_CLOSING = re.compile(
    r"^\W*(?:advert|all rights|click here|contact |copyright|©|download (?:the|our)|e-?mail|follow"
    r"|get (?:the|our|more)|have a (?:story|tip)|images?:|listen to|photos?:|reach |related"
    r"|read (?:more|also|next)|share this|sign up|source:|subscribe|tags?\b)"
    r"|all rights reserved|contributed to this|\S@\S+\.\w|(?:^| )@\w+\b"
    r"|\bis an? (?:\w+ ){0,4}"
    r"(?:columnist|correspondent|editor|journalist|producer|reporter|writer)\b",
    re.IGNORECASE,
)
_PROMOTION_WORDS = 4  # a linked headline has at least so many, "here" and names have fewer
_PROMOTION_DENSITY = 0.9
# The first paragraph is sought among so many, and is longer than this or ends as a sentence does.
_HEAD_PARAGRAPHS, _HEAD_LENGTH = 8, 80
_FOOT_PARAGRAPHS, _FOOT_LENGTH = 4, 300
_REMNANT_WORDS, _REMNANT_LENGTH = 8, 45


def trim(paragraphs: Sequence[Paragraph], title: str) -> list[Paragraph]:
    """The paragraphs without rules, the headline, bylines, promotions and closing lines.

    A headline is left out only where it is the title word for word, so that nothing is lost.
    """
    kept = [
        paragraph
        for paragraph in paragraphs
        if _WORD.search(paragraph.text)
        and not (paragraph.tag == "h1" and paragraph.text == title)
        and not _INTERRUPTION.fullmatch(paragraph.text)
        and not _is_promotion(paragraph)
    ]
    return _without_foot(kept[_head_length(kept) :])


def _is_promotion(paragraph: Paragraph) -> bool:
    """Whether it is one link to another article, alone or after a label."""
    links, text = paragraph.links, paragraph.text
    if not links or paragraph.tag in HEADINGS or paragraph.tag in _LISTED:
        return False
    linked = text[links[0].start : links[-1].end]
    if len(linked.split()) < _PROMOTION_WORDS or _WAY_OUT.search(linked):
        return False
    if paragraph.link_density > _PROMOTION_DENSITY:
        return True
    label, rest = text[: links[0].start], text[links[-1].end :]
    return len(links) == 1 and len(rest) < 3 and bool(_LABEL.fullmatch(label))


def _head_length(paragraphs: Sequence[Paragraph]) -> int:
    for number, paragraph in enumerate(paragraphs[:_HEAD_PARAGRAPHS]):
        if (
            (paragraph.tag in HEADINGS and paragraph.tag != "h1")
            or paragraph.tag in _LISTED
            or len(paragraph.text) > _HEAD_LENGTH
            or is_sentence(paragraph.text)
        ):
            return number
    return 0


def _without_foot(paragraphs: list[Paragraph]) -> list[Paragraph]:
    end = len(paragraphs)
    for paragraph in paragraphs[: -_FOOT_PARAGRAPHS - 1 : -1]:
        if end == 1 or not (_is_remnant(paragraph) or _is_closing(paragraph)):
            break
        end -= 1
    return paragraphs[:end]


def _is_remnant(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if paragraph.tag in _LISTED:
        return False
    if paragraph.tag in HEADINGS:
        return True
    return (
        len(text) < _REMNANT_LENGTH
        and len(text.split()) < _REMNANT_WORDS
        and not is_sentence(text)
        and not _WAY_OUT.search(text)
    )


def _is_closing(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        paragraph.tag not in _LISTED
        and len(text) < _FOOT_LENGTH
        and bool(_CLOSING.search(text))
        and not _WAY_OUT.search(text)
    )
