"""From corpus to a new model version."""

from collections.abc import Sequence

from classifier.corpus import Article, digest
from classifier.fitting import Progress
from classifier.metrics import figures
from classifier.model import FlagModel
from classifier.registry import Registry
from classifier.versions import ModelInfo

SEED = 20261126


def train(
    articles: Sequence[Article], registry: Registry, *, seed: int = SEED, progress: Progress
) -> ModelInfo:
    """Cross-validate, fit on all articles, save as a new version; promotes nothing.

    progress: is told in words what is being done, once for each step.
    """
    model = FlagModel(seed=seed).fit(articles, progress=progress)
    found = model.out_of_fold_
    return registry.save(
        model,
        corpus=digest(articles),
        articles=len(found.ids),
        seed=seed,
        metrics=figures(found.labels == 1, found.probabilities, model.thresholds_),
    )
