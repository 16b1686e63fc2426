"""Evaluation of a model on labelled articles: figures, baseline, evidence, errors."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classifier import keywords
from classifier.corpus import CorpusError
from classifier.evidence import FlagResult
from classifier.labels import FLAGS
from classifier.metrics import figures, rates, share
from classifier.model import FlagModel, document

LOOKED_AT = 3  # evidence sentences that count: what a reader sees without scrolling
PREFIX = 35  # characters by which a sentence is told from others


@dataclass(frozen=True)
class Example:
    """A labelled article to measure with.

    evidence: by flag, the beginnings of the sentences that readers chose; empty when unknown.
    """

    id: str
    title: str
    text: str
    labels: tuple[str, ...]
    evidence: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Evaluation:
    """figures: JSON-ready. errors: the most certain first."""

    figures: dict[str, Any]
    errors: list[dict[str, Any]]


def load_examples(path: Path) -> list[Example]:
    """Articles of a .jsonl file: corpus lines, or lines of id, title, text, labels and, if known,
    reader_evidence ({flag: [first words of a sentence, …]}). Raises CorpusError.
    """
    examples = []
    # As bytes: a text may hold other ends of lines, U+2028 for one.
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            examples.append(_example(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CorpusError(path.name, number, f"no labelled article: {error!r}") from None
    if not examples:
        raise CorpusError(path.name, 1, "no article")
    return examples


def _example(line: dict[str, Any]) -> Example:
    labels = tuple(flag for flag in FLAGS if flag in line["labels"])
    if len(labels) != len(line["labels"]):
        raise ValueError(f"unknown flag in {line['labels']}")
    chosen: dict[str, list[str]] = {flag: [] for flag in FLAGS}
    for flag, beginnings in line.get("reader_evidence", {}).items():
        chosen[flag] += beginnings
    for span in line.get("evidence", []):
        chosen[span["label"]].append(line["text"][span["start"] : span["end"]])
    evidence = {flag: tuple(texts) for flag, texts in chosen.items()}
    return Example(line["id"], line["title"], line["text"], labels, evidence)


def evaluate(model: FlagModel, examples: Sequence[Example]) -> Evaluation:
    """All figures of `model` on the examples, beside the keyword baseline, and its errors."""
    results = [model.judge(example.title, example.text) for example in examples]
    labels = np.array([[flag in example.labels for flag in FLAGS] for example in examples])
    probabilities = np.array([[result.probability for result in row] for row in results])
    texts = [document(example.title, example.text) for example in examples]
    found = figures(labels, probabilities, model.thresholds_)
    found["keywords"] = rates(labels, keywords.raises(texts))
    found["evidence"] = evidence_hits(examples, results)
    return Evaluation(found, _errors(examples, results))


def evidence_hits(
    examples: Sequence[Example], results: Sequence[Sequence[FlagResult]]
) -> dict[str, Any]:
    """Of rightly raised flags: how often the first three sentences hold one that readers chose."""
    hits = [
        _is_hit(example.evidence[result.flag], result)
        for example, row in zip(examples, results, strict=True)
        for result in row
        if result.raised and result.flag in example.labels and example.evidence[result.flag]
    ]
    return {"flags": len(hits), **share(np.array(hits))}


def _is_hit(chosen: Sequence[str], result: FlagResult) -> bool:
    quoted = [_bare(evidence.text) for evidence in result.evidence[:LOOKED_AT]]
    wanted = [_bare(text) for text in chosen]
    return any(w[:PREFIX] in q or q[:PREFIX] in w for w in wanted for q in quoted)


def _bare(text: str) -> str:
    """Letters and digits with single spaces: readers copied quotes and bullets in their own way."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _errors(
    examples: Sequence[Example], results: Sequence[Sequence[FlagResult]]
) -> list[dict[str, Any]]:
    wrong = [
        {
            "id": example.id,
            "title": example.title,
            "flag": result.flag,
            "error": "false alarm" if result.raised else "missed",
            "probability": round(result.probability, 4),
            "evidence": [evidence.text for evidence in result.evidence],
        }
        for example, row in zip(examples, results, strict=True)
        for result in row
        if result.raised != (result.flag in example.labels)
    ]
    return sorted(wrong, key=_certainty, reverse=True)


def _certainty(error: dict[str, Any]) -> float:
    probability = float(error["probability"])
    return probability if error["error"] == "false alarm" else 1 - probability


def table(figures: dict[str, Any]) -> list[str]:
    """The figures as lines to print, with 95 % intervals where they are known."""
    lines = [
        f"{'flag':<20}{'precision':>10}{'recall':>8}{'F1':>8}{'95 % interval':>16}"
        f"{'ECE':>8}{'95 % interval':>16}{'threshold':>11}"
    ]
    for (flag, row), threshold in zip(figures["flags"].items(), figures["thresholds"], strict=True):
        intervals = figures["intervals"][flag]
        lines.append(
            f"{flag:<20}{row['precision']:>10.3f}{row['recall']:>8.3f}{row['f1']:>8.3f}"
            f"{_span(intervals['f1']):>16}{figures['calibration_error'][flag]:>8.3f}"
            f"{_span(intervals['calibration_error']):>16}{threshold:>11.2f}"
        )
    low, high = figures["intervals"]["macro_f1"]
    lines.append(
        f"macro-F1 {figures['macro_f1']:.3f} ({low:.3f}–{high:.3f}), {figures['articles']} articles"
    )
    low, high = figures["intervals"]["false_alarms"]
    lines.append(
        "articles without a flag that raise one: "
        f"{figures['false_alarms']:.1%} ({low:.1%}–{high:.1%})"
    )
    return lines + _further(figures)


def _span(interval: Sequence[float]) -> str:
    return "{:.3f}–{:.3f}".format(*interval)


def _further(figures: dict[str, Any]) -> list[str]:
    lines = []
    if figures.get("evidence", {}).get("flags"):
        hits = figures["evidence"]
        low, high = hits["interval"]
        lines.append(
            f"evidence: in {hits['share']:.1%} ({low:.1%}–{high:.1%}) of {hits['flags']} rightly "
            "raised flags one of the first three sentences is one that a reader chose"
        )
    if "keywords" in figures:
        baseline = figures["keywords"]
        lines.append(
            f"keyword baseline: macro-F1 {baseline['macro_f1']:.3f}, F1 "
            + " / ".join(f"{row['f1']:.3f}" for row in baseline["flags"].values())
            + f", false alarms {baseline['false_alarms']:.1%}"
        )
    return lines
