"""MODEL_CARD.md, written from the figures of a model and of real articles."""

import json
from pathlib import Path
from typing import Any

from classifier.labels import FLAG_TITLES, FLAGS

CARD = Path(__file__).resolve().parent.parent / "MODEL_CARD.md"
FIGURES = Path(__file__).resolve().parent.parent / "benchmarks" / "accuracy.json"

_HEAD = """# Model card

*Written by `python -m classifier.model_card` from benchmarks/accuracy.json; do not edit by hand.*

**What it does.** Reads one English article and gives three probabilities, one for each flag of
training_data/LABELS.md, with the sentences that raise them. It knows words, neighbouring words and
some hundred concepts (classifier/cues.txt), in two linear models: one for the article as a whole,
one for its sentences. No neural network, no data from outside the corpus, {size:.1f} MB.

**Intended use.** To point readers, and people who watch the press, to articles worth reading, with
the sentences that say why. **Out of scope.** Judging companies or people; legal decisions; texts
that are not articles; other languages; articles under about 80 words.

**Data.** {articles} hand-written articles, and single sentences, of training_data/ (its README is
the datasheet). Real articles were used to measure with, never to learn from; errors on them were
read by kind to decide what kinds of corpus articles to write, so the figures on the first set of
real articles are somewhat flattering.
"""

_WHY_STRICT = """
Recall on the corpus is low on purpose: thresholds are set for real articles, which say what they
say in plainer words and more often than corpus articles do, flagged or not. Judged by ranking
(average precision, in benchmarks/accuracy.json) corpus and real articles are alike.
"""

_LIMITS = """
## Limits

- It counts words and concepts; it does not follow who does what to whom. Irony, hypotheses and
  denials in unusual words mislead it.
- A flag raised by one remark in passing, deep in a long text, is its most frequent miss; products
  that protect by default, and AI news without people's data, its most frequent false alarms.
- The quoted sentences are clear and early ones of the article, not always those a reader would
  choose.
- Corpus and lexicon speak of law and technology in Europe, North America and India; elsewhere it
  knows less.
- Thresholds favour silence: a false alarm was held to cost more than a miss.
"""


def card(figures: dict[str, Any]) -> str:
    """The text of the card. figures: as in benchmarks/accuracy.json."""
    head = _HEAD.format(size=figures["model_megabytes"], articles=figures["corpus"]["articles"])
    return head + "".join(
        [
            _section("Real articles", figures["real"]),
            _evidence(figures["real"]),
            _section("Corpus, cross-validated", figures["corpus"]),
            _WHY_STRICT,
            _breakdown("Real articles by length", figures["real_by_length"]),
            _breakdown("Real articles by year", figures["real_by_year"]),
            _breakdown("Corpus by genre, cross-validated", figures["corpus_by_genre"]),
            _LIMITS,
        ]
    )


def _section(title: str, found: dict[str, Any]) -> str:
    lines = [
        f"\n## {title}: {found['articles']}\n",
        "| flag | threshold | precision | recall | F1 (95 %) | calibration error |",
        "|---|---|---|---|---|---|",
    ]
    for index, flag in enumerate(FLAGS):
        row, (low, high) = found["flags"][flag], found["intervals"][flag]["f1"]
        lines.append(
            f"| {FLAG_TITLES[flag]} | {found['thresholds'][index]:.2f} | {row['precision']:.3f} | "
            f"{row['recall']:.3f} | {row['f1']:.3f} ({low:.3f}–{high:.3f}) | "
            f"{found['calibration_error'][flag]:.3f} |"
        )
    low, high = found["intervals"]["macro_f1"]
    lines.append(
        f"\nMacro-F1 {found['macro_f1']:.3f} ({low:.3f}–{high:.3f}); articles without a flag that "
        f"raise one: {found['false_alarms']:.1%}.\n"
    )
    return "\n".join(lines)


def _evidence(found: dict[str, Any]) -> str:
    hits, baseline = found["evidence"], found["keywords"]
    return (
        f"\nIn {hits['share']:.1%} of {hits['flags']} rightly raised flags one of the first three "
        f"quoted sentences is one that a reader had chosen. Key words alone reach macro-F1 "
        f"{baseline['macro_f1']:.3f} with {baseline['false_alarms']:.1%} false alarms.\n"
    )


def _breakdown(title: str, groups: dict[str, dict[str, float]]) -> str:
    lines = [
        f"\n## {title}\n",
        "| group | articles | macro-F1 | false alarms |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {row['articles']:.0f} | {row['macro_f1']:.3f} | {row['false_alarms']:.1%} |"
        for name, row in groups.items()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    CARD.write_text(card(json.loads(FIGURES.read_text(encoding="utf-8"))), encoding="utf-8")
