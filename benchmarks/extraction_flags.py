"""The flags that one model raises on our text of real pages, and on readability-lxml's."""

from collections.abc import Sequence
from typing import NamedTuple

from lxml.html import fromstring
from readability import Document

from benchmarks.extraction_pages import Page
from classifier.cli import first_champion, home
from classifier.registry import LoadedModel, Registry
from server.extraction import Article, ExtractionError, extract
from server.extraction.text import Renderer, join
from server.scoring import examine

_SHOWN = 40  # characters of a title


class Verdict(NamedTuple):
    """What became of one text: flags where it was judged, None where it was not."""

    flags: tuple[str, ...] | None

    def __str__(self) -> str:
        return "not judged" if self.flags is None else ", ".join(self.flags) or "none"


def flags(sets: Sequence[tuple[str, Sequence[Page]]]) -> list[str]:
    """The section of the report. sets: named pages. Trains the first model where there is none."""
    registry = Registry(home())
    first_champion(registry)
    model = registry.load()
    lines = [
        "## Flags on our text and on readability-lxml's",
        "",
        f"Judged by the same model ({model.info.version}), with the same title; readability-lxml's"
        " markup was put into paragraphs as ours is.",
        "",
        "| set | pages | judged | raise a flag | of readability-lxml's: judged | raise a flag |",
        "|---|---|---|---|---|---|",
    ]
    differing = []
    for name, pages in sets:
        pairs = [_judge_both(page, model) for page in pages]
        ours, stock = ([pair[which] for pair in pairs] for which in (1, 2))
        lines.append(f"| {name} | {len(pages)} | {_count(ours)} | {_count(stock)} |")
        differing += [pair for pair in pairs if pair[1] != pair[2]]
    lines += ["", "Where they differ:", "", "| page | ours | readability-lxml's |", "|---|---|---|"]
    lines += [f"| {title} | {ours} | {stock} |" for title, ours, stock in differing]
    return [*lines, ""]


def _judge_both(page: Page, model: LoadedModel) -> tuple[str, Verdict, Verdict]:
    try:
        article = extract(page.html, page.url)
    except ExtractionError:
        article = Article("", "")
    stock = _judge(article.title, _stock_text(page), model)
    shown = (article.title or page.name)[:_SHOWN].replace("|", "/")
    return shown, _judge(article.title, article.text, model), stock


def _judge(title: str, text: str, model: LoadedModel) -> Verdict:
    if examine(text)[0] != "scored":
        return Verdict(None)
    return Verdict(tuple(one.flag for one in model.model.judge(title, text) if one.raised))


def _stock_text(page: Page) -> str:
    try:
        summary = fromstring(Document(page.html).summary())
    except Exception:
        return ""
    return join(Renderer().render(summary), None)[0]


def _count(verdicts: Sequence[Verdict]) -> str:
    judged = [verdict for verdict in verdicts if verdict.flags is not None]
    return f"{len(judged)} | {sum(bool(verdict.flags) for verdict in judged)}"
