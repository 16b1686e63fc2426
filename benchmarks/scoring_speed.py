"""Time of one article: the model with evidence, against plain TF-IDF with logistic regression.

Run: nice taskset -c 0 .venv/bin/python -m benchmarks.scoring_speed
"""

import time
from collections.abc import Callable

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union

from classifier import corpus
from classifier.cli import home
from classifier.labels import FLAGS
from classifier.model import document
from classifier.registry import Registry
from classifier.sentences import split

ROUNDS = 5
LENGTHS = (600, 800)  # words


def main() -> None:
    model = Registry(home()).load().model
    articles = [a for a in corpus.load() if a.genre != corpus.SENTENCE]
    plain = _plain(articles)
    chosen = [a for a in articles if LENGTHS[0] <= len(a.text.split()) <= LENGTHS[1]]
    mine, theirs = [], []
    for _ in range(ROUNDS):  # interleaved, so that a busy machine slows both
        theirs.append(_milliseconds(plain, chosen))
        mine.append(_milliseconds(lambda a: model.judge(a.title, a.text), chosen))
    print(
        f"{len(chosen)} articles of {LENGTHS[0]} to {LENGTHS[1]} words, CPU time, best of {ROUNDS}"
    )
    print(f"plain pipeline with evidence {min(theirs):.2f} ms")
    print(f"the model with evidence      {min(mine):.2f} ms = {min(mine) / min(theirs):.2f} x")


def _plain(articles: list[corpus.Article]) -> Callable[[corpus.Article], object]:
    """TF-IDF of words 1-2 and characters 3-5, scored for the article and each sentence."""
    vectorizer = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2),
    )
    features = vectorizer.fit_transform([document(a.title, a.text) for a in articles])
    models = [
        LogisticRegression(C=10, class_weight="balanced", solver="liblinear").fit(
            features, [flag in a.labels for a in articles]
        )
        for flag in FLAGS
    ]

    def judge(article: corpus.Article) -> object:
        texts = [document(article.title, article.text), *(s.text for s in split(article.text))]
        transformed = vectorizer.transform(texts)
        return [model.predict_proba(transformed) for model in models]

    return judge


def _milliseconds(
    judge: Callable[[corpus.Article], object], articles: list[corpus.Article]
) -> float:
    start = time.process_time()
    for article in articles:
        judge(article)
    return (time.process_time() - start) / len(articles) * 1000


if __name__ == "__main__":
    main()
