"""What the class and id of an element say about it.

The words are readability-lxml's, and those by which sites of all kinds name what stands round a
text. Names repeat within a page and between pages, so each is judged once.
"""

import re
from functools import lru_cache

from lxml.html import HtmlElement
from readability.readability import REGEXES

# Lower-case patterns on lower-case names take a quarter of the time of IGNORECASE.
_UNLIKELY, _LIKELY, _POSITIVE, _NEGATIVE = (
    re.compile(REGEXES[name].pattern.lower())
    for name in ("unlikelyCandidatesRe", "okMaybeItsACandidateRe", "positiveRe", "negativeRe")
)
_FOREIGN_COMMENTS = re.compile(r"comentario|komm?entar")  # the library's "comment" is English
# Names that hold the text of an article and nothing else.
_BODY = re.compile(
    r"(?:article|story|post|entry|blog|news|content|main|page)[\s_-]*"
    r"(?:body|text|content|copy|entry|main)|(?:body|text)[\s_-]*(?:article|story|post|content)"
)
# Of those, what no frame of a whole site is called; "hentry" is the microformat of posts.
_ENTRY = re.compile(
    r"(?:article|story|post|entry|blog|news)[\s_-]*(?:body|text|content|copy|entry|main)"
    r"|(?:body|text)[\s_-]*(?:article|story|post)|(?<![\w-])h-?entry(?![\w-])"
)
# Parts of a name that mark what stands inside an article without being its text.
_FURNITURE = re.compile(
    r"""(?<![a-z])(?:
      (?:social|share|sharing|sharedaddy|sharebar|sharethis|addtoany|addthis)(?![a-z])
    | related | recommend | trending | outbrain | taboola
    | most[_-]?(?:read|popular) | more[_-]?(?:from|stories|on|news|articles)
    | read[_-]?(?:more|next|also) | see[_-]?also
    | prev(?:ious)?(?![a-z]) | pagination | pager
    | newsletter | subscri | sign-?up | promo(?![a-su-z]) | sponsor | advert | paywall
    | cta(?![\w-]) | (?:follow|print|rating|toolbar)(?![a-z])
    | cookie[_-]?(?:banner|bar|consent|law|message|notice|popup|wall)
    | modal | popup | tooltip | dropdown
    | (?:menu|sidebar|aside|footer)(?![a-z]) | nav(?![\w-]) | breadcrumb | (?:skip|jump)(?![a-z])
    | byline | bio(?![\w-]) | dateline(?![\w-]) | timestamp
    | authors?[_-]?(?:bio|box|info|card|meta|name|byline)
    | (?:post|entry|article)[_-]?meta | meta[_-]?(?:data|info)?(?![\w-])
    | tags?(?![\w-]) | tags?[_-](?:list|cloud|links) | topics(?![\w-])
    | comments?(?![\w-]) | comments?[_-] | respond(?![\w-]) | reply(?![a-z])
    | gallery | (?:video|media|audio)?[_-]?player(?![\w-]|-\d)
    | captions?(?![\w-]) | credits?(?![\w-]) | copyright
    | editsection | hatnote | noprint | screen[_-]?reader | sr[_-]?only | visually[_-]?hidden
    )""",
    re.VERBOSE,
)
_JOINT = re.compile(r"[\W_]+")
# More than a page has, but for ids of notes; each process that extracts remembers its own.
_REMEMBERED = 2048
# Names that WordPress and its kin give to an article for its subject and its features.
_SUBJECTS = ("tag-", "category-", "post-", "type-", "has-", "js-", "no-")


def is_unlikely(name: str | None, identifier: str | None) -> bool:
    """Whether class and id, taken together, are those of something that is no article."""
    return (_is_unlikely(name) or _is_unlikely(identifier)) and not (
        _is_likely(name) or _is_likely(identifier)
    )


def is_furniture(node: HtmlElement) -> bool:
    """Whether `node` is named as something that stands in an article and is not its text.

    The id of a section is often its heading ("sharing-with-partners"), so a long one says nothing.
    """
    name = node.get("class")
    if name and _names_furniture(name):
        return True
    identifier = node.get("id")
    return identifier is not None and _is_short(identifier) and _names_furniture(identifier)


def is_body(node: HtmlElement) -> bool:
    """Whether `node` is marked as the whole text of an article."""
    return (
        node.tag == "article"
        or "articleBody" in node.get("itemprop", "")
        or _names_body(node.get("class"))
        or _names_body(node.get("id"))
    )


def is_entry(node: HtmlElement) -> bool:
    """Whether `node` is marked as an article or the text of one, more surely than `is_body`."""
    return (
        node.tag == "article"
        or "articleBody" in node.get("itemprop", "")
        or _names_entry(node.get("class"))
        or _names_entry(node.get("id"))
    )


def _is_short(identifier: str) -> bool:
    return len(_JOINT.split(identifier)) <= 2


def weigh(node: HtmlElement) -> int:
    """readability-lxml's weight of class and id: 25 for each that fits an article, or minus 25."""
    return _weight(node.get("class")) + _weight_of_identifier(node.get("id"))


def weigh_class(node: HtmlElement) -> int:
    """The weight of the class alone; the id of a heading is made of its words."""
    return _weight(node.get("class"))


def _weight_of_identifier(identifier: str | None) -> int:
    weight = _weight(identifier)
    return weight if weight >= 0 or (identifier and _is_short(identifier)) else 0


@lru_cache(maxsize=_REMEMBERED)
def _is_unlikely(name: str | None) -> bool:
    if not name:
        return False
    name = name.lower()
    return bool(_UNLIKELY.search(name) or _FOREIGN_COMMENTS.search(name))


@lru_cache(maxsize=_REMEMBERED)
def _is_likely(name: str | None) -> bool:
    return bool(name and _LIKELY.search(name.lower()))


@lru_cache(maxsize=_REMEMBERED)
def _weight(name: str | None) -> int:
    if not name:
        return 0
    name = name.lower()
    return 25 * (bool(_POSITIVE.search(name)) - bool(_NEGATIVE.search(name)))


@lru_cache(maxsize=_REMEMBERED)
def _names_body(name: str | None) -> bool:
    return bool(name and _BODY.search(name.lower()))


@lru_cache(maxsize=_REMEMBERED)
def _names_entry(name: str | None) -> bool:
    return bool(name and _ENTRY.search(name.lower()))


@lru_cache(maxsize=_REMEMBERED)
def _names_furniture(name: str | None) -> bool:
    if not name:
        return False
    name = name.lower()
    if "embed" in name or not _FURNITURE.search(name):
        return False
    return any(_FURNITURE.search(word) for word in name.split() if not word.startswith(_SUBJECTS))
