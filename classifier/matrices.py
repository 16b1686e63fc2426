"""The corpus as matrices: features and labels of its sentences and articles."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from classifier.corpus import SENTENCE, Article
from classifier.features import SentenceCounts
from classifier.labels import FLAGS
from classifier.scoring import UNKNOWN
from classifier.sentences import Sentence, split
from classifier.statements import concept_columns, stated

# Batch s04 is in the plain words of the press; the others avoid them and teach composed articles
# the wrong lesson (macro-AP on real articles .915 with s04 alone, .905 with all).
PLAIN_BATCHES = ("s04",)
OVERLAP = 0.5  # of the shorter of span and sentence: so much makes a sentence evidence


class CorpusRows:
    """One row a sentence, and which rows an article has.

    features: counts; rows: of each article; labels: of sentences, shape (sentences, flags), see
    `sentence_labels`; whole: whether each states each flag whole, same shape; article_labels:
    shape (articles, flags), 0 or 1; single, plain: which articles are single sentences, and which
    of these are in plain words.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        texts = [_sentences(article) for article in articles]
        self.counts = SentenceCounts()
        self.features = self.counts.fit_counts([[s.text for s in text] for text in texts])
        ends = np.cumsum([len(text) for text in texts])
        self.rows = [np.arange(end - len(t), end) for end, t in zip(ends, texts, strict=True)]
        self.labels = np.concatenate(
            [sentence_labels(a, t) for a, t in zip(articles, texts, strict=True)]
        )
        self.article_labels = np.array([[int(f in a.labels) for f in FLAGS] for a in articles])
        self.single = np.array([article.genre == SENTENCE for article in articles])
        self.plain = np.array([a.id.split("-")[0] in PLAIN_BATCHES for a in articles])
        self.sentence_tfidf = TfidfTransformer(sublinear_tf=True).fit(self.features)
        whole = self.summed([self.rows[i] for i in np.flatnonzero(~self.single)])
        self.article_tfidf = TfidfTransformer(sublinear_tf=True).fit(whole)
        columns = concept_columns(self.counts.vocabulary_)
        self.whole = stated(self.features, columns).whole
        self.sentence_features = self.sentence_tfidf.transform(self.features)
        self.article_features = self.article_tfidf.transform(self.summed(self.rows))

    def summed(self, rows: Sequence[NDArray[np.intp]]) -> csr_matrix:
        """Counts of articles made of these rows."""
        ends = np.cumsum([0, *(len(each) for each in rows)])
        index = np.concatenate(rows)
        member = csr_matrix(
            (np.ones(len(index)), index, ends), shape=(len(rows), self.features.shape[0])
        )
        return csr_matrix(member @ self.features)


def sentence_labels(article: Article, sentences: Sequence[Sentence]) -> NDArray[np.int_]:
    """Shape (sentences, flags): 1 marked, 0 the article lacks the flag, else UNKNOWN.

    The title, where the article has one, is the first sentence and lies before offset 0.
    """
    labels = np.array([[UNKNOWN if flag in article.labels else 0 for flag in FLAGS]])
    labels = np.repeat(labels, len(sentences), axis=0)
    for span in article.evidence:
        for row, sentence in enumerate(sentences):
            common = min(span.end, sentence.end) - max(span.start, sentence.start)
            shorter = min(span.end - span.start, sentence.end - sentence.start)
            if common > 0 and common >= OVERLAP * shorter:
                labels[row, FLAGS.index(span.label)] = 1
    return labels


def _sentences(article: Article) -> list[Sentence]:
    shift = len(article.title) + 1  # titles carry no evidence: they are placed before the text
    title = [Sentence(s.text, s.start - shift, s.end - shift) for s in split(article.title)]
    return title + split(article.text)
