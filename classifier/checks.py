"""What may be wrong with the corpus: faults, which have to be mended, and notes, to look at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom
from sklearn.feature_extraction.text import CountVectorizer

from classifier.corpus import SENTENCE, Article, CorpusError, Span
from classifier.cues import lexicon
from classifier.duplicates import Overlap, overlaps
from classifier.labels import FLAGS
from classifier.metrics import Flags
from classifier.scoring import Floats
from classifier.sentences import split

# What each kind of finding means. Faults end `optflag data check` with 1, notes do not.
FAULTS = {
    "line": "Lines that do not fit",
    "word": "Evidence that begins or ends within a word",
    "copy": "Texts that stand in the corpus twice, or nearly",
    "conflict": "Copies with different labels",
    "leak": "Texts that are evaluated on",
}
NOTES = {
    "bounds": "Evidence that is not whole sentences",
    "passage": "Texts with a passage in common",
    "doubt": "Labels that cross-validation doubts, the surest first",
    "giveaway": "Words that tell a flag far too well: write articles that use them without it",
}


@dataclass(frozen=True)
class Finding:
    """kind: a key of FAULTS or NOTES. ids: of the articles that it is about."""

    kind: str
    ids: tuple[str, ...]
    words: str

    @property
    def is_fault(self) -> bool:
        """Whether it has to be mended."""
        return self.kind in FAULTS


def check(
    lines: Sequence[Article | CorpusError], others: Mapping[str, str] | None = None
) -> list[Finding]:
    """All that can be seen without a model. others: name → text, of articles to evaluate on."""
    articles = [line for line in lines if isinstance(line, Article)]
    found = [Finding("line", (), str(line)) for line in lines if isinstance(line, CorpusError)]
    found += [finding for article in articles for finding in _bounds(article)]
    found += list(_copies(articles))
    if others is not None:
        found += list(_leaks(articles, others))
    return found + list(giveaways(articles))


def _bounds(article: Article) -> Iterator[Finding]:
    sentences = split(article.text)
    starts, ends = ({getattr(s, side) for s in sentences} for side in ("start", "end"))
    for span in article.evidence:
        place = f"{span.label} {span.start}–{span.end}"
        if _within_word(article.text, span.start) or _within_word(article.text, span.end):
            yield Finding("word", (article.id,), f"{article.id}: {place}: {_quote(article, span)}")
        elif span.end not in ends or not (span.start in starts or _after_lead(article, span)):
            yield Finding(
                "bounds", (article.id,), f"{article.id}: {place}: {_quote(article, span)}"
            )


def _within_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _after_lead(article: Article, span: Span) -> bool:
    """Behind a dateline, a heading in the line, a bullet or a speaker: no letter or comma there."""
    before = article.text[: span.start].rstrip()
    return not before or not (before[-1].isalnum() or before[-1] == ",")


def _quote(article: Article, span: Span) -> str:
    before, after = article.text[: span.start][-20:], article.text[span.end :][:20]
    quote = article.text[span.start : span.end]
    if len(quote) > 60:
        quote = f"{quote[:28]} … {quote[-28:]}"
    return f"{before}[{quote}]{after}"


def _copies(articles: Sequence[Article]) -> Iterator[Finding]:
    labels = {article.id: article.labels for article in articles}
    for overlap in overlaps({article.id: article.text for article in articles}):
        pair = (overlap.first, overlap.second)
        differ = labels[overlap.first] != labels[overlap.second]
        if overlap.is_near_copy and differ:
            told = " against ".join(f"{id_} ({_named(labels[id_])})" for id_ in pair)
            yield Finding("conflict", pair, f"{told}: {overlap.share:.0%} alike")
        elif overlap.is_near_copy:
            yield Finding("copy", pair, _shared(overlap))
        elif overlap.is_duplicate:
            also = "; their labels differ" if differ else ""
            yield Finding("passage", pair, _shared(overlap) + also)


def _leaks(articles: Sequence[Article], others: Mapping[str, str]) -> Iterator[Finding]:
    for overlap in overlaps({article.id: article.text for article in articles}, others):
        if overlap.is_duplicate:
            yield Finding("leak", (overlap.second, overlap.first), _shared(overlap))


def _shared(overlap: Overlap) -> str:
    return (
        f"{overlap.second} and {overlap.first}: {overlap.share:.0%} of the shorter, "
        f"“… {overlap.sample} …”"
    )


def _named(labels: Sequence[str]) -> str:
    return ", ".join(labels) or "no flag"


GIVEAWAY_ARTICLES = 8  # with the word, at least
GIVEAWAY_SHARE = 0.8  # of them that have the flag
GIVEAWAY_CHANCE = 1e-6  # that so many have it by its rate alone: some 5,000 words are tried


def giveaways(articles: Sequence[Article]) -> Iterator[Finding]:
    """Words outside the lexicon of cues that nearly always come with a flag.

    The lexicon's words are about the matter itself; a place, a firm or a habit of the writers is
    not, and a model that has learned it errs on articles where it stands by chance.
    """
    whole = [article for article in articles if article.genre != SENTENCE]
    words = CountVectorizer(
        binary=True, min_df=GIVEAWAY_ARTICLES, token_pattern=r"[^\W\d_][\w'’-]{2,}"
    )
    try:
        counts = words.fit_transform([f"{a.title}\n{a.text}" for a in whole])
    except ValueError:  # no word in so many articles
        return
    cues, times = lexicon(), np.asarray(counts.sum(axis=0)).ravel()
    names = words.get_feature_names_out()
    for flag in FLAGS:
        mine = np.array([flag in article.labels for article in whole])
        hits = np.asarray(counts[mine].sum(axis=0)).ravel()
        chance = np.asarray(binom.sf(hits - 1, times, mine.mean()))
        telling = (hits >= GIVEAWAY_SHARE * times) & (chance < GIVEAWAY_CHANCE)
        for i in sorted(np.flatnonzero(telling), key=lambda i: chance[i]):
            if not cues.concepts([str(names[i])]):
                told = (
                    f"{flag}: “{names[i]}” in {times[i]} articles, {hits[i]} of them with the flag"
                )
                yield Finding("giveaway", (), told)


DOUBTS = 10  # told of each flag


def doubts(articles: Sequence[Article], labels: Flags, probabilities: Floats) -> list[Finding]:
    """Labels that are likely errors. labels, probabilities (of models that have not seen the
    article): shape (articles, flags).

    A label is doubted when the other answer is as probable as it is on average where it was given.
    Source: Northcutt, Jiang and Chuang 2021, "Confident learning", its thresholds t_j.
    """
    return [
        finding
        for column, flag in enumerate(FLAGS)
        for finding in _doubts_of(flag, articles, labels[:, column], probabilities[:, column])
    ]


def _doubts_of(
    flag: str, articles: Sequence[Article], given: Flags, probabilities: Floats
) -> Iterator[Finding]:
    if given.all() or not given.any():
        return
    usual_yes, usual_no = probabilities[given].mean(), 1 - probabilities[~given].mean()
    other = np.where(given, 1 - probabilities, probabilities)
    excess = other - np.where(given, usual_no, max(usual_yes, 0.5))
    for row in np.argsort(-excess, kind="stable")[:DOUBTS]:
        if excess[row] >= 0:
            article, answer = articles[int(row)], "yes" if given[row] else "no"
            told = f"{flag}: labelled {answer}, probability {probabilities[row]:.2f}"
            yield Finding("doubt", (article.id,), f"{article.id}: {told}: {article.title[:60]}")
