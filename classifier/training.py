"""From corpus to a new model version, and whether it takes the champion's place."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from classifier import changes as corpus_changes
from classifier.changes import Changes, Learned
from classifier.comparison import Comparison, Version, compare
from classifier.corpus import Article, digest
from classifier.fitting import Progress
from classifier.metrics import figures
from classifier.model import FlagModel
from classifier.registry import ChampionChanged, LoadedModel, Registry, RegistryError
from classifier.report import render
from classifier.version_card import card
from classifier.versions import CARD, LEARNED, REPORT, ModelInfo

SEED = 20261126


@dataclass(frozen=True)
class Wish:
    """How to train, and what may be promoted.

    recipe: parameters of FlagModel, by default its own. force: promote whatever comes out.
    allowed: flags that may get worse.
    """

    recipe: dict[str, Any] | None = None
    seed: int = SEED
    jobs: int = 2
    force: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A new version. comparison, changes: None when there was no champion to put it beside."""

    info: ModelInfo
    comparison: Comparison | None
    changes: Changes | None
    promoted: bool


@dataclass(frozen=True)
class Champion:
    """The version at work; model is None when it does not load here, and nothing can be compared.

    Before the first promotion all are None.
    """

    version: str | None
    model: FlagModel | None
    learned: dict[str, Learned] | None


@dataclass(frozen=True)
class _Trained:
    """All that a new version consists of, before it has a number."""

    model: FlagModel
    learned: dict[str, Learned]
    articles: Sequence[Article]
    metrics: dict[str, Any]


def train(
    articles: Sequence[Article], registry: Registry, *, wish: Wish | None = None, progress: Progress
) -> Outcome:
    """Cross-validate, fit on all articles, compare with the champion, save, and promote what is
    not worse in any flag (or what the wish allows).

    progress: is told in words what is being done, once for each step. A kill at any moment leaves
    registry and champion as they were, or with the new version whole.
    Raises ValueError when the corpus is too small to be learned from.
    """
    wish = wish or Wish()
    model = FlagModel(seed=wish.seed, **wish.recipe or {})
    model.fit(articles, progress=progress, jobs=wish.jobs)
    found = model.out_of_fold_
    metrics = figures(found.labels == 1, found.probabilities, model.thresholds_)
    trained = _Trained(model, corpus_changes.learned(articles), articles, metrics)
    return _decide(trained, registry, wish, progress)


def champion_of(registry: Registry, progress: Progress) -> Champion:
    """The champion, and what it learned."""
    version = registry.champion()
    if version is None:
        return Champion(None, None, None)
    learned = registry.learned(version) or None
    try:
        return Champion(version, registry.load(version).model, learned)
    except RegistryError as error:
        progress(f"Nothing to compare with: {error}")
        return Champion(version, None, learned)


def _decide(trained: _Trained, registry: Registry, wish: Wish, progress: Progress) -> Outcome:
    """Compare, save and promote; compare once more when another trainer was quicker."""
    info: ModelInfo | None = None
    while True:
        champion = champion_of(registry, progress)
        comparison = _compare(trained, champion, progress)
        changes = None
        if champion.learned is not None:
            changes = corpus_changes.changes(champion.learned, trained.learned)
        decision = _decision(champion, comparison, changes, wish)
        info = _save(trained, registry, info, _Told(decision, comparison, changes))
        if not decision["promote"]:
            return Outcome(info, comparison, changes, promoted=False)
        try:
            registry.promote_over(info.version, champion.version)
            return Outcome(info, comparison, changes, promoted=True)
        except ChampionChanged as change:
            progress(f"{change} Comparing again")


def _compare(trained: _Trained, champion: Champion, progress: Progress) -> Comparison | None:
    if champion.model is None:
        return None
    progress(f"Comparing with {champion.version}")
    before = Version(champion.model, champion.learned or {})
    return compare(before, Version(trained.model, trained.learned), trained.articles)


def _decision(
    champion: Champion, comparison: Comparison | None, changes: Changes | None, wish: Wish
) -> dict[str, Any]:
    """What model.json keeps of it. forced: whether it is promoted only because of the wish."""
    worse = comparison.worse() if comparison else []
    refused = [flag for flag in worse if flag not in wish.allowed]
    return {
        "champion": champion.version,
        "promote": wish.force or not refused,
        "worse": worse,
        "forced": bool(refused) and wish.force,
        "allowed_regressions": [flag for flag in worse if flag in wish.allowed],
        "articles": comparison.articles if comparison else 0,
        "flags": [asdict(flag) for flag in comparison.flags] if comparison else [],
        "changes": changes.words() if changes else None,
    }


@dataclass(frozen=True)
class _Told:
    """What the files of a version tell of its training."""

    decision: dict[str, Any]
    comparison: Comparison | None
    changes: Changes | None


def _save(
    trained: _Trained, registry: Registry, earlier: ModelInfo | None, told: _Told
) -> ModelInfo:
    """The version with its files; those of `earlier` are written anew where it is saved already."""

    def describe(info: ModelInfo) -> dict[str, str]:
        loaded = LoadedModel(trained.model, info)
        return {
            LEARNED: corpus_changes.to_json(trained.learned),
            CARD: card(info, told.comparison, told.changes),
            REPORT: render(loaded, trained.articles),
        }

    if earlier is not None:
        info = replace(earlier, decision=told.decision)
        registry.describe(info, describe(info))
        return info
    return registry.save(
        trained.model,
        corpus=digest(trained.articles),
        articles=len(trained.model.out_of_fold_.ids),
        seed=trained.model.seed,
        metrics=trained.metrics,
        decision=told.decision,
        describe=describe,
    )
