"""Folds of the corpus for cross-validation: articles on one event stay together."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.corpus import SENTENCE, Article

FOLDS = 5
# Cosine of names (TF-IDF) above which two articles tell the same event: at .35 the largest group
# of the corpus has 19 articles (one company's affairs), at .30 unrelated ones begin to join.
SAME_EVENT = 0.35
SENTENCE_BLOCK = 20  # neighbouring lines of single sentences are twins


def folds(articles: Sequence[Article], *, count: int = FOLDS, seed: int = 0) -> NDArray[np.intp]:
    """The fold of each article, 0 to count - 1, of about equal sizes.

    Groups (see `groups`) are never divided. A group's fold comes from its first key alone: whatever
    is added to the corpus, others stay where they are, and two versions of a model can be compared
    article by article.
    """
    keys = list(_keys(articles))
    group = groups(articles)
    first: dict[int, str] = {}
    for number, key in zip(group.tolist(), keys, strict=True):
        first[number] = min(key, first.get(number, key))
    fold = {number: _dealt(key, count, seed) for number, key in first.items()}
    return np.array([fold[number] for number in group.tolist()], dtype=np.intp)


def _dealt(key: str, count: int, seed: int) -> int:
    """Fold of a key: by chance for an article, in turn for the blocks of a batch of sentences."""
    batch, _, block = key.partition(":")
    digest = hashlib.sha256(f"{seed} {batch}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") + int(block or 0)) % count


def _keys(articles: Sequence[Article]) -> Iterator[str]:
    """The id of an article; batch and block (`s04:7`) of a single sentence."""
    position: defaultdict[str, int] = defaultdict(int)
    for article in articles:
        if article.genre != SENTENCE:
            yield article.id
            continue
        batch = article.id.split("-")[0]
        yield f"{batch}:{position[batch] // SENTENCE_BLOCK}"
        position[batch] += 1


def groups(articles: Sequence[Article]) -> NDArray[np.intp]:
    """A group number for each article: same event, same names, or neighbouring sentences."""
    edges = [*_same_names(articles), *_declared(articles)]
    size = len(articles)
    rows, columns = (list(ends) for ends in zip(*edges, strict=True)) if edges else ([], [])
    graph = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def _same_names(articles: Sequence[Article]) -> list[tuple[int, int]]:
    whole = [i for i, article in enumerate(articles) if article.genre != SENTENCE]
    vectorizer = TfidfVectorizer(
        lowercase=False, token_pattern=r"\b[A-Z][a-zA-Z]{2,}\b", sublinear_tf=True, max_df=0.05
    )
    try:
        names = vectorizer.fit_transform([f"{articles[i].title} {articles[i].text}" for i in whole])
    except ValueError:  # a corpus of a few lines without any rare name
        return []
    alike = (names @ names.T).tocoo()
    close = alike.data >= SAME_EVENT
    return [(whole[a], whole[b]) for a, b in zip(alike.row[close], alike.col[close], strict=True)]


def _declared(articles: Sequence[Article]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    edges = []
    for index, (article, key) in enumerate(zip(articles, _keys(articles), strict=True)):
        shared = key if article.genre == SENTENCE else article.event
        if shared is not None:
            edges.append((first.setdefault(shared, index), index))
    return edges
