"""What the model sees of a sentence: words, pairs of neighbours, cues and pairs of cues."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from classifier.cues import Lexicon, lexicon

_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*'?|\d[\d.,]*|[€£$%?]")
NAME, NUMBER, YEAR = "_name", "_number", "_year"
YEAR_DIGITS = 4


class SentenceCounts(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Counts of features in each sentence, as a sparse matrix.

    Words and neighbouring words are taken with names and numbers masked, so that the act is
    learned and not the actor: a capitalised word counts as a name unless the corpus also writes
    it in lower case. Cues are concepts of cues.txt, alone and in pairs within the sentence.

    min_documents: a feature is kept when at least so many documents have it.
    common: a word is no name when the corpus has it in lower case so many times.

    Attributes: `vocabulary_`, feature to column; `common_words_`.
    """

    def __init__(self, *, min_documents: int = 2, common: int = 3) -> None:
        self.min_documents = min_documents
        self.common = common

    def fit(self, documents: Sequence[Sequence[str]], y: Any = None) -> Self:
        """Learn the vocabulary. documents: each a sequence of sentences; `y` is ignored."""
        self.fit_counts(documents)
        return self

    def fit_counts(self, documents: Sequence[Sequence[str]]) -> csr_matrix:
        """Learn the vocabulary, and count it in all sentences of the documents: as `fit` and
        `transform`, in half the time.
        """
        lower = Counter(
            _plain(word)
            for document in documents
            for sentence in document
            for word in _WORD.findall(sentence)
            if word[0].islower()
        )
        self.common_words_ = frozenset(w for w, times in lower.items() if times >= self.common)
        numbers: dict[str, int] = {}
        columns, ends = array("i"), [0]
        frequency: Counter[int] = Counter()
        for document in documents:
            start = len(columns)
            for sentence in document:
                found = self._features(sentence)
                columns.extend(numbers.setdefault(feature, len(numbers)) for feature in found)
                ends.append(len(columns))
            frequency.update(set(columns[start:]))
        kept = sorted(f for f, number in numbers.items() if frequency[number] >= self.min_documents)
        self.vocabulary_ = {feature: column for column, feature in enumerate(kept)}
        ones, shape = np.ones(len(columns)), (len(ends) - 1, len(numbers))
        counts = csr_matrix((ones, np.frombuffer(columns, np.intc), ends), shape=shape)
        counts.sum_duplicates()
        counts = counts[:, [numbers[feature] for feature in kept]]
        counts.sort_indices()
        return counts

    def transform(self, sentences: Iterable[str]) -> csr_matrix:
        """Counts, shape (number of sentences, number of features)."""
        find = self.vocabulary_.get
        columns, ends = array("i"), [0]
        for sentence in sentences:
            found = map(find, self._features(sentence))
            columns.extend([column for column in found if column is not None])
            ends.append(len(columns))
        ones, shape = np.ones(len(columns)), (len(ends) - 1, len(self.vocabulary_))
        counts = csr_matrix((ones, np.array(columns, np.intc), ends), shape=shape)
        counts.sum_duplicates()
        return counts

    def unfamiliar(self, text: str) -> tuple[int, int]:
        """(words that the corpus hardly has, words), names and numbers left out."""
        words = [_plain(word) for word in _WORD.findall(text) if word[0].islower()]
        return sum(word not in self.common_words_ for word in words), len(words)

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Feature of each column."""
        return np.array(list(self.vocabulary_), dtype=object)

    def _features(self, sentence: str) -> list[str]:
        words = _WORD.findall(sentence)
        plain = [word.lower().replace("’", "'") for word in words]
        masked = list(self._masked(words, plain))
        neighbours = [f"{first} {second}" for first, second in pairwise(masked)]
        return masked + neighbours + _cue_features(lexicon(), plain)

    def _masked(self, words: Sequence[str], plain_words: Sequence[str]) -> Iterator[str]:
        after_name = False
        for word, plain in zip(words, plain_words, strict=True):
            first = word[0]
            is_name = first.isupper() and plain not in self.common_words_
            if first.isdigit():
                yield YEAR if len(word) == YEAR_DIGITS and word.isdigit() else NUMBER
            elif not is_name:
                yield plain
            elif not after_name:
                yield NAME
            after_name = is_name


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _cue_features(cues: Lexicon, words: Sequence[str]) -> list[str]:
    found = cues.concepts(words)
    if not found:
        return []
    names = [cues.names[i] for i in found]
    pairable = [cues.names[i] for i in found if cues.pairable[i]]
    alone = [f"#{name}" for name in names]
    return alone + [f"#{a}&{b}" for i, a in enumerate(pairable) for b in pairable[i + 1 :]]
