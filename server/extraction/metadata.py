"""Title, language and base address of a page, from the tree that is there anyway."""

import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

# Separators between a headline and the name of its site, spaced as such titles space them.
_SEPARATOR = re.compile(r"\s+[|–—\-:»«•·/~]+\s+|\s*\|\s*")
_JOINTS = " |–—-:»«•·/~"
# A headline has at least this many words (or characters, where words are not spaced).
_HEADLINE_WORDS = 3
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKS = re.compile(r"[\W_]+")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


def find_title(root: HtmlElement) -> str:
    """The headline: og:title, else an h1 that the title repeats, else the title; no site name."""
    heading = _headings(root)
    title = _meta(root, "og:title") or _fold(root.findtext(".//title"))
    if not title:
        return heading[0] if heading else ""
    repeated = [text for text in heading if len(text) > 3 and _begins_with(title, text)]
    if repeated:
        return max(repeated, key=len)
    return _without_site(title, _meta(root, "og:site_name"))


def find_language(root: HtmlElement) -> str | None:
    """The declared language as a BCP 47 tag: `<html lang>`, else og:locale, else None."""
    declared = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
        or _meta(root, "og:locale")
    )
    tag = (declared or "").strip()
    return tag.replace("_", "-") if _LANGUAGE.match(tag) else None


def find_base(root: HtmlElement, url: str | None) -> str | None:
    """The address that relative links are relative to, or None when nothing tells it."""
    base = root.find(".//base[@href]")
    if base is None:
        return url
    try:
        return urljoin(url or "", base.get("href", "").strip()) or url
    except ValueError:
        return url


def letters(text: str) -> str:
    """The letters and digits of `text`, in lower case: what headings and titles share."""
    return _MARKS.sub("", text).casefold()


def _begins_with(title: str, heading: str) -> bool:
    return letters(title).startswith(letters(heading) or "-")


def _meta(root: HtmlElement, name: str) -> str:
    for attribute in ("property", "name"):
        for node in root.iterfind(f".//meta[@{attribute}='{name}']"):
            content = _fold(node.get("content"))
            if content:
                return content
    return ""


def _headings(root: HtmlElement) -> list[str]:
    texts = (_fold(heading.text_content()) for heading in root.iter("h1"))
    return [text for text in texts if text]


def _without_site(title: str, site: str) -> str:
    if site and title.lower().endswith(site.lower()):
        return title[: -len(site)].rstrip(_JOINTS) or title
    for joint in reversed(list(_SEPARATOR.finditer(title))):
        head, tail = title[: joint.start()], title[joint.end() :]
        if not _is_headline(head) or not _is_site(tail) or len(tail) >= len(head):
            break
        title = head
        if "|" not in joint.group():  # a dash may be the headline's own
            break
    return title


def _is_site(text: str) -> bool:
    return not text[:1].islower() or "." in text


def _is_headline(text: str) -> bool:
    return len(text.split()) >= _HEADLINE_WORDS or len(_UNSPACED.findall(text)) > _HEADLINE_WORDS


def _fold(text: str | None) -> str:
    return " ".join((text or "").split())
