"""Is there an article? On pages that have one and pages that have none, whole and as they are sent.

The real pages without one are those of forms, shops, homes and listings that the package
formasaurus ships to learn forms from; what each of them is was judged by eye and stands in
`real_pages.txt`: number, whether it was seen while the rules were made or kept for the figure, and
its kind.
"""

import json
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.extraction_pages import Page, cut, load_golden, load_others, load_unmarked
from benchmarks.extraction_strip import strip
from server.extraction import ExtractionError, extract

# Of the 130 test pages of mozilla/readability: snippets, a front page and a product page.
WITHOUT_ARTICLE = frozenset(
    """
    005-unescape-html-entities invalid-attributes js-link-replacement lazy-image-3 mozilla-2
    nytimes-5 ol
    """.split()  # noqa: SIM905
)
_JUDGED = Path(__file__).with_name("real_pages.txt")


class Group(NamedTuple):
    """Pages of one kind, and whether they have an article."""

    name: str
    pages: Sequence[Page]
    has_article: bool


class Count(NamedTuple):
    """How many pages were taken for an article: whole, and as the extension sends them."""

    group: Group
    whole: int
    sent: int


def text_of(page: Page) -> str:
    """The text that extraction finds, "" when it finds none."""
    try:
        return extract(page.html, page.url).text
    except ExtractionError:
        return ""


def article_test(
    marked: Sequence[Page], stripped: Sequence[Page], folder: Path | None
) -> list[str]:
    """The section of the report.

    stripped: the marked pages as they are sent. folder: real pages, most of them articles.
    """
    groups = [
        *_real_groups(folder),
        *_judged_groups(),
        Group("golden pages", load_golden(), True),
        Group("golden pages without one", load_others(), False),
    ]
    sent = iter(strip([page for group in groups for page in group.pages]))
    counts = [
        _count(Group("marked news pages", marked, True), stripped),
        *(_count(group, list(islice(sent, len(group.pages)))) for group in groups),
    ]
    gone = _cut_pages(marked, folder)
    lines = [
        "## Is there an article?",
        "",
        "| set | pages | taken for an article | as the extension sends them, without an address |",
        "|---|---|---|---|",
        *(f"| {c.group.name} | {len(c.group.pages)} | {c.whole} | {c.sent} |" for c in counts),
        f"| real pages with their article cut out | {len(gone)} | {sum(map(_is_taken, gone))} | |",
        "",
    ]
    real = [count for count in counts if "golden" not in count.group.name]
    return [*lines, *_summary("All real pages", real), *_summary("Our own as well", counts), ""]


def _summary(name: str, counts: Sequence[Count]) -> list[str]:
    total = sum(len(count.group.pages) for count in counts if count.group.has_article)
    figures = []
    for place in ("whole", "sent"):
        hits = sum(getattr(count, place) for count in counts if count.group.has_article)
        taken = sum(getattr(count, place) for count in counts)
        figures.append(f"{place}: precision {hits / taken:.3f}, recall {hits / total:.3f}")
    return [f"- {name}, {'; '.join(figures)}."]


def _count(group: Group, sent: Sequence[Page]) -> Count:
    return Count(group, sum(map(_is_taken, group.pages)), sum(map(_is_taken, sent)))


def _is_taken(page: Page) -> bool:
    return bool(text_of(page))


def _real_groups(folder: Path | None) -> list[Group]:
    pages = load_unmarked(folder) if folder else []
    real = [page for page in pages if page.name not in WITHOUT_ARTICLE]
    others = [page for page in pages if page.name in WITHOUT_ARTICLE]
    return [
        Group("real pages with an article", real, True),
        Group("real pages without an article", others, False),
    ]


def _cut_pages(marked: Sequence[Page], folder: Path | None) -> list[Page]:
    unmarked = load_unmarked(folder) if folder else []
    pages = [*marked, *(page._replace(text=text_of(page)) for page in unmarked)]
    return [gone for page in pages if page.text and (gone := cut(page))]


def _judged_groups() -> list[Group]:
    """The pages of formasaurus by kind, those kept for the figure apart from those read."""
    spec = find_spec("formasaurus")
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(spec.submodule_search_locations[0]) / "data"
    addresses = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    groups: dict[str, list[Page]] = {}
    for line in _JUDGED.read_text(encoding="utf-8").splitlines():
        number, half, kind = line.split(" ", 2)
        name = f"html/{number}.html"
        page = Page(f"{number}", _decode(folder / name), "", addresses[name]["url"])
        groups.setdefault(f"formasaurus, {half}: {kind}", []).append(page)
    return [Group(name, pages, name.endswith("article")) for name, pages in sorted(groups.items())]


def _decode(path: Path) -> str:
    source = path.read_bytes()
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        return source.decode("latin-1")
