"""Figures of the champion on real articles and on the corpus, for benchmarks/accuracy.json.

Run: .venv/bin/python -m benchmarks.accuracy REAL.jsonl
and then .venv/bin/python -m classifier.model_card, which writes MODEL_CARD.md from it.
REAL.jsonl: lines of id, title, text, labels, date and reader_evidence.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from classifier import corpus
from classifier.cli import home
from classifier.evaluation import Example, evaluate, load_examples
from classifier.labels import FLAGS
from classifier.metrics import rates
from classifier.model import document
from classifier.model_card import FIGURES
from classifier.registry import LoadedModel, Registry

SMALLEST_GROUP = 15  # articles; fewer say nothing


def main(real: Path) -> None:
    registry = Registry(home())
    loaded = registry.load()
    examples = load_examples(real)
    lines = map(json.loads, real.read_bytes().splitlines())
    years = {line["id"]: (line["date"] or "")[:4] for line in lines}
    file = registry.folder / loaded.info.version / "model.joblib"
    figures = {
        "model_megabytes": round(file.stat().st_size / 1e6, 1),
        "corpus_digest": loaded.info.corpus,
        "corpus": loaded.info.metrics,
        "real": evaluate(loaded.model, examples).figures,
        "real_by_length": _real_by(loaded, examples, _length),
        "real_by_year": _real_by(loaded, examples, lambda example: _period(years[example.id])),
        "corpus_by_genre": _corpus_by_genre(loaded),
    }
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"macro-F1 {figures['real']['macro_f1']}, written: {FIGURES.name}")


def _length(example: Example) -> str:
    words = len(example.text.split())
    return next(
        name
        for limit, name in (
            (350, "under 350 words"),
            (700, "350 to 699 words"),
            (10**9, "700 words and more"),
        )
        if words < limit
    )


def _period(year: str) -> str:
    if not year:
        return "unknown"
    return next(
        name
        for last, name in (
            ("2014", "to 2014"),
            ("2019", "2015 to 2019"),
            ("2022", "2020 to 2022"),
            ("9999", "2023 and later"),
        )
        if year <= last
    )


def _real_by(
    loaded: LoadedModel, examples: Sequence[Example], group: Callable[[Example], str]
) -> dict[str, Any]:
    labels = np.array([[flag in example.labels for flag in FLAGS] for example in examples])
    raised = loaded.model.predict([document(e.title, e.text) for e in examples])
    return _by_group([group(example) for example in examples], labels, raised)


def _corpus_by_genre(loaded: LoadedModel) -> dict[str, Any]:
    genres = {article.id: article.genre for article in corpus.load()}
    found = loaded.model.out_of_fold_
    raised = found.probabilities >= loaded.model.thresholds_
    return _by_group([genres[name] for name in found.ids], found.labels == 1, raised)


def _by_group(groups: Sequence[str], labels: Any, raised: Any) -> dict[str, Any]:
    names = np.array(groups)
    found = {}
    for name in sorted(set(groups)):
        mine = names == name
        if mine.sum() >= SMALLEST_GROUP:
            all_rates = rates(labels[mine], raised[mine])
            found[name] = {key: all_rates[key] for key in ("articles", "macro_f1", "false_alarms")}
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
