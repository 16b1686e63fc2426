"""A simulated campaign: labels bought by active choice against labels bought at random.

    .venv/bin/python -m benchmarks.learning [--seeds 4]

The corpus is dealt into five folds by event. For each fold a campaign starts with half of the other
articles labelled and buys the rest in rounds; after each round a model is fitted and judges the
fold. The five folds together give one macro-F1 over the whole corpus for each seed.

Cheaper than the real model, lest it take days: the article scorer alone (the same features and
penalty), without single sentences, composed articles and calibration; its line is probability 0.5.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.metrics import average_precision_score, f1_score

from classifier import corpus, folds
from classifier.acquisition import CANDIDATES, uncertainty
from classifier.calibration import sigmoid
from classifier.labels import FLAGS
from classifier.matrices import CorpusRows
from classifier.scoring import Examples, Floats, LinearScorer

ROUNDS = 15
PENALTY = 10.0
LINE = np.full(len(FLAGS), 0.5)
LATEST = 50  # labels that the next article should differ from, as server/queue does

Ints = NDArray[np.intp]
# (probabilities of the pool, features of the pool, features of what is labelled, how many, rng)
# → places in the pool, in the order in which they are bought
Rule = Callable[[Floats, csr_matrix, csr_matrix, int, np.random.Generator], Ints]


def at_random(probabilities, pool, labelled, count, rng) -> Ints:
    return rng.permutation(len(probabilities))[:count]


def unsure(probabilities, pool, labelled, count, rng) -> Ints:
    return np.argsort(-uncertainty(probabilities, LINE), kind="stable")[:count]


def unsure_of_all(probabilities, pool, labelled, count, rng) -> Ints:
    """The doubts of the flags added up."""
    doubts = 1 - np.abs(probabilities - LINE) / LINE
    return np.argsort(-doubts.sum(axis=1), kind="stable")[:count]


def unsure_then_different(probabilities, pool, labelled, count, rng) -> Ints:
    """What the queue does: of the most doubtful, the one least like those labelled last."""
    left = list(np.argsort(-uncertainty(probabilities, LINE), kind="stable"))
    alike = (pool @ pool.T).toarray()
    nearest = (pool @ labelled[-LATEST:].T).max(axis=1).toarray().ravel()
    chosen: list[int] = []
    while left and len(chosen) < count:
        candidates = left[:CANDIDATES]
        best = candidates[int(np.argmin(nearest[candidates]))]
        left.remove(best)
        chosen.append(int(best))
        nearest = np.maximum(nearest, alike[best])
    return np.array(chosen, dtype=np.intp)


RULES: dict[str, Rule] = {
    "at random": at_random,
    "most doubtful flag": unsure,
    "doubts added up": unsure_of_all,
    "doubtful, then different (the queue's rule)": unsure_then_different,
}


class Material:
    """Features, labels and events of the articles; single sentences are left out."""

    def __init__(self, articles: Sequence[corpus.Article]) -> None:
        rows = CorpusRows(articles)
        whole = np.flatnonzero(~rows.single)
        self.features: csr_matrix = rows.article_features[whole]
        self.labels = rows.article_labels[whole]
        self.articles = [articles[int(i)] for i in whole]

    def scores(self, learn: Ints, judge: Ints) -> Floats:
        part = Examples(self.features[learn], self.labels[learn], np.ones(len(learn)))
        scorer = LinearScorer(C=PENALTY, balanced=True).fit([part])
        return scorer.decision_function(self.features[judge])


def campaign(material: Material, test: Ints, rule: Rule, seed: int) -> list[tuple[int, Floats]]:
    """(articles bought, scores of the articles of `test`) before the first round and after each."""
    rng = np.random.default_rng(seed)
    others = rng.permutation(np.setdiff1d(np.arange(len(material.labels)), test))
    labelled, pool = others[: len(others) // 2], others[len(others) // 2 :]
    start, size = len(labelled), len(pool)
    found = [(0, material.scores(labelled, test))]
    for number in range(1, ROUNDS + 1):
        count = size * number // ROUNDS - (len(labelled) - start)
        probabilities = sigmoid(material.scores(labelled, pool))
        features = material.features
        bought = rule(probabilities, features[pool], features[labelled], count, rng)
        labelled = np.concatenate([labelled, pool[bought]])
        pool = np.delete(pool, bought)
        found.append((len(labelled) - start, material.scores(labelled, test)))
    return found


def curve(material: Material, rule: Rule, seed: int) -> Floats:
    """Rows of (articles bought on average, macro-F1, mean average precision), one a round."""
    fold = folds.folds(material.articles, seed=seed)
    tests = [np.flatnonzero(fold == number) for number in range(folds.FOLDS)]
    runs = [campaign(material, test, rule, seed) for test in tests]
    labels = material.labels[np.concatenate(tests)]
    points = []
    for step in range(ROUNDS + 1):
        scores = np.concatenate([run[step][1] for run in runs])
        ranking = np.mean(
            [
                average_precision_score(material.labels[test, flag], run[step][1][:, flag])
                for test, run in zip(tests, runs, strict=True)
                for flag in range(len(FLAGS))
            ]
        )
        bought = np.mean([run[step][0] for run in runs])
        points.append((bought, f1_score(labels, scores > 0, average="macro"), ranking))
    return np.array(points)


def needed(points: Floats, column: int, level: float) -> float:
    """Articles bought until the curve, smoothed so that it never falls, reaches `level`; or nan."""
    rising = np.maximum.accumulate(points[:, column])
    if rising[-1] < level:
        return float("nan")
    return float(np.interp(level, rising, points[:, 0]))


STEPS = (4, 8, 12)  # rounds that are told; after the last all have bought the same


def table(curves: dict[str, Floats]) -> list[str]:
    """Markdown: each rule's figures, and its share of the articles that chance needs."""
    chance = curves["at random"].mean(axis=0)
    bought = " / ".join(f"{chance[step, 0]:.0f}" for step in STEPS)
    lines = [
        f"| rule | macro-F1 after {bought} articles | AP after as many | articles needed for the "
        f"macro-F1 that chance reaches with {bought} | for its AP |",
        "|---|---|---|---|---|",
    ]
    for name, runs in curves.items():
        mean = runs.mean(axis=0)
        figures = [" / ".join(f"{mean[step, c]:.3f}" for step in STEPS) for c in (1, 2)]
        shares = [
            " / ".join(_share(needed(mean, c, chance[s, c]), chance[s, 0]) for s in STEPS)
            for c in (1, 2)
        ]
        lines.append(f"| {name} | {' | '.join([*figures, *shares])} |")
    return lines


def _share(articles: float, of_chance: float) -> str:
    return "–" if np.isnan(articles) else f"{articles:.0f} ({articles / of_chance:.2f} ×)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--curves", type=Path, help="where to keep the curves, as .npz")
    arguments = parser.parse_args()
    material = Material(corpus.load())
    curves = {}
    for name, rule in RULES.items():
        seeds = range(arguments.seeds)
        runs = Parallel(n_jobs=arguments.jobs)(
            delayed(curve)(material, rule, seed) for seed in seeds
        )
        curves[name] = np.array(runs)
        if arguments.curves:
            np.savez(arguments.curves, **curves)
        print(name, np.round(curves[name].mean(axis=0), 4).tolist(), flush=True)
    print("\n".join(table(curves)))


if __name__ == "__main__":
    main()
