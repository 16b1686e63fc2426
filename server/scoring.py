"""From a document to the API's answer: extraction, checks, model, risk, ways out."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from classifier.choices import choices
from classifier.language import detect
from classifier.registry import LoadedModel
from classifier.risk import COLORS, Badge, badge, risk
from server.extraction import Article, NotAnArticle

MIN_WORDS = 50  # the shortest article of the corpus has 68 words; less is a teaser or a caption
MIN_CHARS = 100  # less does not even tell its language
MAX_CHARS = 100_000  # some 16,000 words: longer texts are cut and judged by their beginning
MAX_TITLE = 2_000

_UNSCORED = {
    "not_article": "There is no article on this page",
    "unsupported_language": "Only English articles can be judged",
    "too_short": "Too short to judge",
}


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be scored: a page (`html`, `url`), or a `title` and plain `text`."""

    html: str | None = None
    url: str | None = None
    title: str = ""
    text: str | None = None


Answer = dict[str, Any]  # the members of schemas.ScoreResponse
Extract = Callable[[str, str | None], Article]


def score(
    document: Document, model: LoadedModel, *, extract: Extract, include_text: bool = False
) -> Answer:
    """The verdict on one document. Raises ExtractionError, but for NotAnArticle."""
    try:
        article = find_article(document, extract)
    except NotAnArticle:
        return _answer("not_article", Article("", "", None, ()), None, model, include_text)
    verdict, language = examine(article.text)
    return _answer(verdict, article, language, model, include_text)


def find_article(document: Document, extract: Extract) -> Article:
    """The article of a page, or the text as one; cut at MAX_CHARS. Raises ExtractionError."""
    if document.html is not None:
        return _cut(extract(document.html, document.url))
    text = (document.text or "").strip()
    if not text:
        raise NotAnArticle("The text is empty.")
    return _cut(Article(document.title.strip(), text))


def examine(text: str) -> tuple[str, str | None]:
    """The verdict, `scored` where the text can be judged, and the language where it was asked."""
    if len(text) < MIN_CHARS:
        return "too_short", None
    language = detect(text)
    if language != "en":
        return "unsupported_language", language
    return "scored" if len(text.split()) >= MIN_WORDS else "too_short", language


def _cut(article: Article) -> Article:
    if len(article.text) <= MAX_CHARS and len(article.title) <= MAX_TITLE:
        return article
    links = tuple(link for link in article.links if link.end <= MAX_CHARS)
    title, text = article.title[:MAX_TITLE], article.text[:MAX_CHARS]
    return replace(article, title=title, text=text, links=links)


def _answer(
    verdict: str, article: Article, language: str | None, model: LoadedModel, include_text: bool
) -> Answer:
    if verdict == "scored":
        judged = _judge(article, model)
    else:
        words = Badge("none", "–", COLORS["none"], _UNSCORED[verdict])
        judged = {"risk": None, "badge": asdict(words), "flags": [], "choices": []}
    about = {
        "title": article.title,
        "text_length": len(article.text),
        "word_count": len(article.text.split()),
        "language": language,
    }
    if include_text:
        about["text"] = article.text
    info = {"version": model.info.version, "corpus": model.info.corpus}
    return {"verdict": verdict, **judged, "article": about, "model": info}


def _judge(article: Article, model: LoadedModel) -> dict[str, Any]:
    results = model.model.judge(article.title, article.text)
    raised = {result.flag: result.probability for result in results if result.raised}
    unsure = {result.flag for result in results if result.unsure}
    # Where nothing is reported there is nothing to get out of.
    ways_out = choices(article.text, article.links) if raised or unsure else []
    return {
        "risk": risk(raised),
        "badge": asdict(badge(raised, unsure)),
        "flags": [_rounded(asdict(result)) for result in results],
        "choices": [asdict(choice) for choice in ways_out],
    }


def _rounded(flag: dict[str, Any]) -> dict[str, Any]:
    """Four digits are more than a probability is good for."""
    for member in (flag, *flag["evidence"]):
        member["probability"] = round(member["probability"], 4)
    return flag
