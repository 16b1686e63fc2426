"""What a page says of itself for a list of sources: its address, its date, its licence."""

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from server.extraction.article import Origin

# In order of trust; Dublin Core and Parse.ly stand in older pages.
_DATES = (
    *("article:published_time", "datepublished", "og:published_time", "dcterms.issued"),
    *("dc.date.issued", "dcterms.date", "dc.date", "parsely-pub-date", "date"),
)
_LICENCES = ("license", "dcterms.license", "dcterms.rights", "dc.rights", "copyright")
_LD_DATE = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"\\]{8,40})"')
_LD_LICENCE = re.compile(r'"license"\s{0,9}:\s{0,9}"(https?:[^"]{4,400})"')
MAX_CHARACTERS = 500  # longer ones are no address and no name of a licence


def read_origin(root: HtmlElement, url: str | None) -> Origin:
    """The origin of the page at `url`, each part None where the page does not tell it."""
    metas: dict[str, str] = {}
    links: dict[str, str] = {}
    times: list[str] = []
    data: list[str] = []
    for node in root.iter("meta", "link", "time", "script"):  # one walk costs less than four
        match node.tag:
            case "meta":
                name = node.get("property") or node.get("name") or node.get("itemprop") or ""
                metas.setdefault(name.lower(), node.get("content") or "")
            case "link":
                for relation in (node.get("rel") or "").lower().split():
                    links.setdefault(relation, node.get("href") or "")
            case "time" if "pubdate" in node.attrib or node.get("itemprop") == "datePublished":
                times.append(node.get("datetime") or "")  # others are of comments and teasers
            case "script" if "ld+json" in (node.get("type") or ""):
                data.append(node.text or "")
    described = "".join(data)
    date = _first(metas, _DATES) or _find(_LD_DATE, described) or "".join(times[:1])
    address = _absolute(links.get("canonical") or metas.get("og:url"), url)
    linked = _absolute(links.get("license"), url or address)
    licence = linked or _find(_LD_LICENCE, described) or _first(metas, _LICENCES)
    return Origin(address, _fold(date), _fold(licence))


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if metas.get(name)), None)


def _find(pattern: re.Pattern[str], data: str) -> str | None:
    found = pattern.search(data)
    return found[1] if found else None


def _absolute(address: str | None, url: str | None) -> str | None:
    if not address or not address.strip():
        return None
    try:
        joined = urljoin(url or "", address.strip())
        known = urlsplit(joined).scheme in ("http", "https")
    except ValueError:
        return None
    return joined if known and len(joined) <= MAX_CHARACTERS else None


def _fold(text: str | None) -> str | None:
    folded = " ".join((text or "").split())
    return folded if 0 < len(folded) <= MAX_CHARACTERS else None
