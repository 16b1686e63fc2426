"""Texts of strangers, shown in a terminal as text and as nothing else."""

import re
import unicodedata

_SOFT_HYPHEN = "\u00ad"
_PLAIN = re.compile(r"[\x20-\x7e]*")


def visible(text: str) -> str:
    """One line in which whatever could act on a terminal or on the direction of writing is spelled.

    An escape character becomes the four characters `\\x1b`, a right-to-left override `\\u202e`;
    every kind of space becomes a space, a soft hyphen nothing.
    """
    return text if _PLAIN.fullmatch(text) else "".join(map(_shown, text))


def _shown(letter: str) -> str:
    if letter.isprintable():
        return letter
    if letter == _SOFT_HYPHEN:
        return ""
    if letter in "\t\n\r" or unicodedata.category(letter) == "Zs":
        return " "
    return letter.encode("unicode_escape").decode()
