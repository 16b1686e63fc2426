"""Folds of the corpus for cross-validation: articles on one event stay together."""

from collections import defaultdict
from collections.abc import Sequence

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
    """The fold of each article, 0 to count - 1, of nearly equal sizes.

    Groups (see `groups`) are never divided; largest groups are dealt first.
    """
    group = groups(articles)
    sizes = np.bincount(group)
    shuffled = np.random.default_rng(seed).permutation(len(sizes))
    fold_of_group = np.zeros(len(sizes), dtype=np.intp)
    filled = np.zeros(count)
    for each in sorted(shuffled, key=lambda i: -sizes[i]):
        fold_of_group[each] = np.argmin(filled)
        filled[fold_of_group[each]] += sizes[each]
    return fold_of_group[group]


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
    position: defaultdict[str, int] = defaultdict(int)
    for index, article in enumerate(articles):
        key = article.event
        if article.genre == SENTENCE:
            batch = article.id.split("-")[0]
            key = f"{batch}:{position[batch] // SENTENCE_BLOCK}"
            position[batch] += 1
        if key is not None:
            edges.append((first.setdefault(key, index), index))
    return edges
