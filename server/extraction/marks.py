"""What of a page, apart from its text, speaks for an article and what against one.

Chosen on real pages of forms, shops, homes and listings, and on real articles: the figures stand in
`benchmarks/extraction.md`. The extension sends no address, so nothing here needs one.
"""

import re
from typing import cast
from urllib.parse import SplitResult, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from server.extraction.metadata import Metadata, is_headline, letters

# The page one sees first: by its address, or as WordPress and its kin name the body.
_HOME_PATH = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:default|home|index|main)(?:\.\w+)?/?)?",
    re.IGNORECASE,
)
_HOME_NAME = re.compile(r"(?<![\w-])(?:home(?:-?page)?|front(?:-?page)?)(?![\w-])", re.IGNORECASE)
# Pages of an account or a shop, by a short part of the address, or by a short title.
_ACCOUNT = (
    r"accounts?|basket|cart|checkout|connexion|contact(?:[-_ ]?us|s)?|(?:log|sign)[-_ ]?(?:in|on)"
    r"|sign[-_ ]?up|(?:new|edit)[-_ ]?(?:post|reply|thread|topic)|\w*pass(?:word|wort|wd)\w*"
    r"|regist\w+|search|subscri(?:be|ption)|user"
)
_ACCOUNT_PATH = re.compile(rf"(?:^|[-_.])(?:{_ACCOUNT})(?:[-_.]|$)", re.IGNORECASE)
_ACCOUNT_TITLE = re.compile(
    r"\b(?:(?:log|sign)[- ]?(?:in|on|up)|password|contact us|my account|regist(?:er|ration)"
    r"|checkout|cart|new (?:reply|thread|topic))\b",
    re.IGNORECASE,
)
_PATH_WORDS, _TITLE_WORDS = 3, 6  # more of them, and it is a headline about passwords
# In lower case; each begins with letters, for which one search is twenty times as fast as for a
# choice of beginnings.
_SHOP = [
    re.compile(pattern)
    for pattern in (
        r"add[-_]?to[-_]?(?:bag|basket|cart)",
        r"price[-_]?(?:block|box|info|wrap)",
        r"product[-_]?(?:detail|info|name|page|price|title|view)",
        r"offers(?<![\w-]offers)(?![\w-])",
        r"price(?<![\w-]price)(?![\w-])",
        r"sku(?<![\w-]sku)(?![\w-])",
    )
]
# Three queries cost a third of one walk in Python.
_NAMES = [etree.XPath(f"//@{name}", smart_strings=False) for name in ("class", "id", "itemprop")]
_HEADLINE = 40  # letters of a headline that are enough to know it by


def count_marks(root: HtmlElement, metadata: Metadata, url: str | None) -> int:
    """How many marks of an article the page at `url` has, less those of other pages."""
    if root.find("head") is None:
        return 1  # a fragment: whoever cut it out knew why
    if metadata.kind.startswith("product"):
        return -3
    marks = (metadata.kind == "article") + _is_headed(root, metadata.title)
    if _is_home(root, url) or _is_account(metadata, url):
        return marks - 2
    return marks - (marks < 2 and _is_shop(root))


def _is_headed(root: HtmlElement, title: str) -> bool:
    """Whether the title of the page is a headline that stands on it as well."""
    if not is_headline(title):
        return False
    wanted = letters(title)
    found = (letters(heading.text_content()) for heading in root.iter("h1", "h2", "h3"))
    return any(
        text and (wanted.startswith(text) or text.startswith(wanted[:_HEADLINE]))
        for text in found
        if len(text) > len(wanted) / 3
    )


def _is_home(root: HtmlElement, url: str | None) -> bool:
    address = _split(url)
    if not address.query and _HOME_PATH.fullmatch(address.path):
        return True
    body = root.find("body")
    return body is not None and bool(_HOME_NAME.search(body.get("class", "")))


def _is_account(metadata: Metadata, url: str | None) -> bool:
    parts = [part for part in _split(url).path.split("/") if part][-2:]
    if any(_ACCOUNT_PATH.search(part) for part in parts if _count_words(part) <= _PATH_WORDS):
        return True
    title = metadata.title
    return len(title.split()) <= _TITLE_WORDS and bool(_ACCOUNT_TITLE.search(title))


def _split(url: str | None) -> SplitResult:
    """The parts of an address; of one that is none, those of a page whose name tells nothing."""
    try:
        return urlsplit(url or "-")
    except ValueError:  # "http://[" and its kind
        return urlsplit("-")


def _count_words(part: str) -> int:
    return len(re.split(r"[-_.]", part))


def _is_shop(root: HtmlElement) -> bool:
    names: set[str] = set()
    for find in _NAMES:
        names.update(cast(list[str], find(root)))
    joined = "\n".join(names).lower()
    return any(pattern.search(joined) for pattern in _SHOP)
