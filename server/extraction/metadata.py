"""Title, language and base address of a page, from the tree that is there anyway."""

import re
from typing import NamedTuple
from urllib.parse import urljoin

from lxml.html import HtmlElement

# Separators between a headline and the name of its site, spaced as such titles space them.
_SEPARATOR = re.compile(r"\s+[|–—\-:»«•·/~]+\s+|\s*\|\s*")
_JOINTS = " |–—-:»«•·/~"
# A headline has at least this many words (or characters, where words are not spaced).
_HEADLINE_WORDS = 3
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PERMALINK = " #¶§"  # what documentation writes behind a heading, as a link to it
_MARKS = re.compile(r"[\W_]+")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


class Metadata(NamedTuple):
    """What a page says of itself.

    title: the headline without the name of the site, "" when there is none.
    language: a BCP 47 tag, or None. base: what relative links are relative to, or None.
    kind: og:type in lower case ("article", "website", "product.item"), "" when it is not told.
    """

    title: str
    language: str | None
    base: str | None
    kind: str


def read_metadata(root: HtmlElement, url: str | None) -> Metadata:
    """Title, language and base address of the page at `url`."""
    metas = _read_metas(root)
    return Metadata(
        _find_title(root, metas),
        _find_language(root, metas),
        _find_base(root, url),
        metas.get("og:type", "").lower(),
    )


def _read_metas(root: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("http-equiv")
        content = _fold(node.get("content"))
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def _find_title(root: HtmlElement, metas: dict[str, str]) -> str:
    """og:title, else the title; or a heading that it repeats, else without the site's name."""
    headings = _read_headings(root, "h1")
    title = metas.get("og:title") or next((_fold(node.text) for node in root.iter("title")), "")
    if not title:
        return headings[0] if headings else ""
    repeated = [text for text in headings if len(text) > 3 and _begins_with(title, text)]
    if not repeated:
        return _without_site(title, metas.get("og:site_name", ""))
    heading = max(repeated, key=len)
    # "Site: Headline", and the site's name is the h1.
    rest = letters(title)[len(letters(heading)) :]
    return next(
        (text for text in _read_headings(root, "h2", "h3") if letters(text) == rest), heading
    )


def _read_headings(root: HtmlElement, *tags: str) -> list[str]:
    texts = (_fold(node.text_content()).rstrip(_PERMALINK) for node in root.iter(*tags))
    return [text for text in texts if text]


def _find_language(root: HtmlElement, metas: dict[str, str]) -> str | None:
    declared = [root.get("lang"), root.get("xml:lang")]
    declared += [metas.get(name) for name in ("content-language", "og:locale", "language")]
    tags = (tag.strip() for tag in declared if tag)
    return next((tag.replace("_", "-") for tag in tags if _LANGUAGE.match(tag)), None)


def _find_base(root: HtmlElement, url: str | None) -> str | None:
    href = next((node.get("href") for node in root.iter("base") if node.get("href")), None)
    if href is None:
        return url
    try:
        return urljoin(url or "", href.strip()) or url
    except ValueError:
        return url


def letters(text: str) -> str:
    """The letters and digits of `text`, in lower case: what headings and titles share."""
    return _MARKS.sub("", text).casefold()


def _begins_with(title: str, heading: str) -> bool:
    return letters(title).startswith(letters(heading) or "-")


def _without_site(title: str, site: str) -> str:
    if site and title.lower().endswith(site.lower()):
        return title[: -len(site)].rstrip(_JOINTS) or title
    for joint in reversed(list(_SEPARATOR.finditer(title))):
        head, tail = title[: joint.start()], title[joint.end() :]
        if not is_headline(head) or not _is_site(tail) or len(tail) >= len(head):
            break
        title = head
        if "|" not in joint.group():  # a dash may be the headline's own
            break
    return title


def _is_site(text: str) -> bool:
    return not text[:1].islower() or "." in text


def is_headline(text: str) -> bool:
    """Whether `text` is as long as headlines are, and longer than most names of sites."""
    return len(text.split()) >= _HEADLINE_WORDS or len(_UNSPACED.findall(text)) > _HEADLINE_WORDS


def _fold(text: str | None) -> str:
    return " ".join((text or "").split())
