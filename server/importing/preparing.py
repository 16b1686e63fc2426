"""From a document to a piece for the queue, several at once, each within limits."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from server.extraction import Article, ExtractionError, NotAnArticle
from server.queue import Piece, storable
from server.scoring import Extract, examine, find_article
from server.sources import Item, clean, iso_date, make_origin

# Of pages in hand for each extractor: enough that none waits for the slowest of its fellows.
AHEAD = 4


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of an item: a piece, or the verdict that it was skipped for, or a fault."""

    item: Item
    piece: Piece | None = None
    skipped: str | None = None
    fault: str | None = None


def prepare(item: Item, extract: Extract) -> Prepared:
    """The piece that the item's document makes, if it is an English article."""
    if item.document is None:
        return Prepared(item, fault=item.fault)
    try:
        article = find_article(item.document, extract)
    except NotAnArticle:
        return Prepared(item, skipped="not_article")
    except ExtractionError as error:
        return Prepared(item, fault=str(error))
    text = clean(article.text).strip()
    verdict, _ = examine(text)
    if verdict != "scored":
        return Prepared(item, skipped=verdict)
    return Prepared(item, storable(_piece(item, article, text)))


def _piece(item: Item, article: Article, text: str) -> Piece:
    """What came with the document counts more than what the page says of itself.

    But an archive dates its visit, and the page its publication.
    """
    given, own = item.origin, article.origin
    dates = (given.date, own.published) if given.kind != "warc" else (own.published, given.date)
    origin = make_origin(
        given.kind,
        address=given.address or own.address,
        date=next(filter(None, map(iso_date, dates)), None),
        licence=given.licence or own.licence,
    )
    return Piece(
        clean(article.title), text, origin.kind, origin.address, origin.date, origin.licence
    )


def prepare_all(items: Iterable[Item], extract: Extract, *, workers: int) -> Iterator[Prepared]:
    """What becomes of the items, in their order; a few more than `workers` are in memory."""
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Prepared]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(prepare, item, extract))
                if len(waiting) > workers * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
