"""Bytes of unknown make to text that is only text."""

import codecs
import re

# What moves the cursor, ends the text, turns its direction or hides in it. Half characters
# (surrogates) cannot be written to a file.
_CONTROLS = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_HALVES = re.compile("[\ud800-\udfff]")
_ENDS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")

_DECLARED = re.compile(
    rb"""<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{2,30})""", re.I
)
DECLARED_WITHIN = 2048  # bytes; a browser looks at the first 1024
# Python has codecs that no page is in (punycode: quadratic; utf-7: hides markup).
_OF_PAGES = re.compile(r"(utf-8|utf-16|utf-16-le|utf-16-be|cp\d+|iso8859-\d+|koi8-[ru]|mac-\w+"
                       r"|gb\w+|big5\w*|euc_\w+|shift_jis\w*)$")  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def clean(text: str) -> str:
    """The text without control characters, marks of direction and half characters."""
    return _CONTROLS.sub("", _HALVES.sub("\ufffd", _ENDS.sub("\n", text)))


def decode(data: bytes, declared: str | None = None) -> str:
    """A page or a text as characters.

    declared: the encoding that came with it. Then count, as in browsers: the mark at the
    beginning, the declaration, the page's own, UTF-8 where it fits, Windows-1252.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    own = _DECLARED.search(data, 0, DECLARED_WITHIN)
    named = (_encoding(name) for name in (declared, own and own[1].decode("ascii")))
    return data.decode(next(filter(None, named), None) or _guess(data), "replace")


def _guess(data: bytes) -> str:
    """UTF-8, but for a text most of whose other characters are not in it."""
    try:
        data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        others = len(text) - len(text.encode("ascii", "ignore"))
        return "cp1252" if text.count("\ufffd") * 2 > others else "utf-8"
    return "utf-8"


def _encoding(name: str | None) -> str | None:
    try:
        found = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    if found in ("ascii", "iso8859-1"):
        return "cp1252"  # as browsers do
    if found.startswith("utf-16"):
        return None  # a page whose declaration could be read as ASCII is not in it
    return found if _OF_PAGES.match(found) else None
